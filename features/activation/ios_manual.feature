Feature: IOS-MANUAL Install IBKR Mobile on an iPhone and activate IB Key with a typed code

  @severity-blocker
  Scenario: From the App Store to an activated IB Key
    Given the user has an iPhone with Face ID
    And IBKR Mobile is not installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    # clause: IOS-MANUAL-01
    When the user taps the icon "App Store" on the home screen
    Then the store "App Store" is in the foreground
    # clause: IOS-MANUAL-02
    And "Search" lies at the lower right of the phone's screen
    # clause: IOS-MANUAL-02
    When the user taps "Search"
    # clause: IOS-MANUAL-02, IOS-MANUAL-03a
    Then the search bar lies at the top of the phone's screen
    # clause: IOS-MANUAL-03a
    When the user types "IBKR Mobile" into the search bar
    Then the search bar reads "IBKR Mobile"
    # clause: IOS-MANUAL-03b, IOS-MANUAL-INT01
    And the store lists results for "IBKR Mobile" below the search bar
    # clause: IOS-MANUAL-INT01, IOS-MANUAL-04a
    And the store offers "GET" for "IBKR Mobile" by "Interactive Brokers LLC"
    # clause: IOS-MANUAL-04a
    When the user selects "IBKR Mobile" by "Interactive Brokers LLC"
    Then the store offers "GET" for "IBKR Mobile" by "Interactive Brokers LLC"
    # clause: IOS-MANUAL-04a, IOS-MANUAL-04b
    When the user taps the button "GET" of "IBKR Mobile" by "Interactive Brokers LLC"
    # clause: IOS-MANUAL-04b
    Then the store no longer offers "GET" for "IBKR Mobile" by "Interactive Brokers LLC"
    # clause: IOS-MANUAL-05a
    And the store offers "OPEN" for "IBKR Mobile" by "Interactive Brokers LLC" once it is installed
    # clause: IOS-MANUAL-05b
    When the user taps the button "OPEN" of "IBKR Mobile" by "Interactive Brokers LLC"
    Then IBKR Mobile is in the foreground
    And IBKR Mobile shows its first screen
    # clause: IOS-MANUAL-06
    When the user taps "Setup IB Key using QR code"
    # clause: IOS-MANUAL-06, IOS-MANUAL-07b
    Then IBKR Mobile shows the field "Activation Code"
    # clause: IOS-MANUAL-07a
    And Client Portal shows a string below the QR code
    And the string consists of letters and digits
    And the QR code carries the string
    When 5 minutes pass
    # clause: IOS-MANUAL-07b
    And the user types the string into the field "Activation Code"
    Then the field "Activation Code" holds the string unchanged
    # clause: IOS-MANUAL-08
    When the user taps "Activate IB Key"
    # clause: IOS-MANUAL-08, IOS-MANUAL-09a
    Then IBKR Mobile says that IB Key was activated
    # clause: IOS-MANUAL-09b
    When the user taps "DONE"
    Then IBKR Mobile has left the activation
    When the user logs in to Client Portal
    # clause: IOS-MANUAL-09a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the matching face
    Then the user is logged in
    When the user restarts IBKR Mobile
    And 30 days pass
    And the user logs in to Client Portal
    # clause: IOS-MANUAL-09b
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the matching face
    Then the user is logged in

  Rule: IOS-MANUAL-04c Only when the store asks for it, the user authorises the download with the Apple ID password, FaceID or a fingerprint.

    Scenario Outline: The App Store asks for <proof> before the download
      Given the user has <phone>
      And IBKR Mobile is not installed on the phone
      And the App Store asks for <proof>
      And the user has found "IBKR Mobile" in the store "App Store"
      When the user taps the button "GET" of "IBKR Mobile" by "Interactive Brokers LLC"
      Then the App Store asks for nothing but <proof>
      When the App Store is given <proof>
      Then the store offers "OPEN" for "IBKR Mobile" by "Interactive Brokers LLC" once it is installed

      Examples: with and without a request
        | phone                   | proof                 |
        | an iPhone with Face ID  | no proof              |
        | an iPhone with Face ID  | the Apple ID password |
        | an iPhone with Face ID  | Face ID               |
        | an iPhone with Touch ID | a fingerprint         |

    @negative
    Scenario Outline: The App Store asks for <proof> and downloads nothing for <wrong>
      Given the user has <phone>
      And IBKR Mobile is not installed on the phone
      And the App Store asks for <proof>
      And the user has found "IBKR Mobile" in the store "App Store"
      When the user taps the button "GET" of "IBKR Mobile" by "Interactive Brokers LLC"
      And the App Store is given <wrong>
      Then no installation has begun

      Examples: the wrong proof, no proof
        | phone                   | proof                 | wrong                                |
        | an iPhone with Face ID  | the Apple ID password | a wrong password, twice              |
        | an iPhone with Face ID  | Face ID               | another face                         |
        | an iPhone with Touch ID | a fingerprint         | a finger that is not enrolled, twice |
        | an iPhone with Face ID  | the Apple ID password | nothing, cancelling the prompt       |
        | an iPhone with Touch ID | a fingerprint         | nothing, cancelling the prompt       |

  Rule: IOS-MANUAL-08 Tapping "Activate IB Key" submits the typed code.

    Scenario Outline: A typed code activates IB Key on <phone>
      Given the user has <phone>
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the typed activation
      When the user types the string into the field "Activation Code"
      And the user taps "Activate IB Key"
      Then IBKR Mobile says that IB Key was activated
      When the user logs in to Client Portal
      Then the login waits for the phone
      And the notification from "IBKR Mobile" leads to its approval
      When the user gives <proof>
      Then the user is logged in

      Examples: the phones that the article's own scenario does not have
        | phone                                 | proof               |
        | an iPhone with Touch ID               | the enrolled finger |
        | an iPhone with Touch ID not activated | the right passcode  |
        | an iPhone with Face ID not activated  | the right passcode  |

    @negative
    Scenario: A string that is nearly the right one activates nothing
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      Then no string that is nearly the right one activates IB Key
      And a new login shows that no IB Key is active

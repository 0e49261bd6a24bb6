Feature: AND-QR Install IBKR Mobile on Android and activate IB Key by scanning the QR code

  @severity-blocker
  Scenario: From the Play Store to an activated IB Key
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is not installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    # clause: AND-QR-01
    When the user taps the icon "Play Store" on the home screen
    Then the store "Play Store" is in the foreground
    # clause: AND-QR-02a
    When the user types "IBKR Mobile" into the search bar
    Then the search bar lies at the top of the phone's screen
    And the search bar reads "IBKR Mobile"
    # clause: AND-QR-02b
    When the user taps the magnifying glass
    Then the store lists results for "IBKR Mobile" below the search bar
    # clause: AND-QR-03a
    When the user selects "IBKR Mobile" by "Interactive Brokers Group"
    Then the store offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-QR-03b
    And "Install" of "IBKR Mobile" by "Interactive Brokers Group" lies in the right half of the phone's screen
    # clause: AND-QR-03b
    When the user taps the button "Install" of "IBKR Mobile" by "Interactive Brokers Group"
    Then the store no longer offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-QR-04a
    And the store offers "Open" for "IBKR Mobile" by "Interactive Brokers Group" once it is installed
    # clause: AND-QR-04b
    When the user taps the button "Open" of "IBKR Mobile" by "Interactive Brokers Group"
    Then IBKR Mobile is in the foreground
    And IBKR Mobile shows its first screen
    # clause: AND-QR-05
    When the user taps "REGISTER TWO-FACTOR"
    # clause: AND-QR-05, AND-QR-06
    Then IBKR Mobile offers "SESSION ID"
    # clause: AND-QR-06
    When the user taps "SESSION ID"
    Then IBKR Mobile shows the field "Session ID"
    # clause: AND-QR-07
    When the user taps "QR CODE"
    Then the scanner, or a request for the camera, is shown
    # clause: AND-QR-08
    When the user taps "Allow" where the phone asks for the camera
    Then the viewfinder is live
    When 5 minutes pass
    And the user points the camera at the QR code in Client Portal
    # clause: AND-QR-09a, AND-QR-09b
    Then the scanner takes the code without another touch
    # clause: AND-QR-09a
    And the field "Session ID" holds the string below the QR code
    When the user makes up a PIN of all kinds
    # clause: AND-QR-10a
    And the user taps "ACTIVATE"
    # clause: AND-QR-10a, AND-QR-11a
    Then IBKR Mobile says that IB Key was activated
    # clause: AND-QR-11b
    When the user taps "DONE"
    Then IBKR Mobile has left the activation
    When the user logs in to Client Portal
    # clause: AND-QR-10a, AND-QR-11a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the right PIN
    Then the user is logged in
    When the user restarts IBKR Mobile
    And 30 days pass
    And the user logs in to Client Portal
    # clause: AND-QR-11b
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the right PIN
    Then the user is logged in
    When the user logs in to Client Portal
    # clause: AND-QR-10a, AND-QR-11a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives one wrong PIN after the other
    Then IB Key does not say that the login was approved
    And the login does not move on

  Rule: AND-QR-08 Only when the phone asks for permission to use the camera, the user taps "Allow".

    Scenario: A permission given before is not asked for again
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And IBKR Mobile may use the camera
      And the user has opened the typed activation
      When the user taps "QR CODE"
      Then the phone does not ask for the camera
      And the viewfinder is live

    Scenario: The phone asks for the camera once
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has opened the scanner
      When the user goes back
      And the user taps "QR CODE"
      Then the phone does not ask for the camera

  Rule: AND-QR-09c If the code does not seem to be recognised, the phone is moved closer to it or farther away until it is in focus.

    Scenario Outline: A code that is <first> is recognised when the phone is moved to <then_cm> cm
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the scanner
      When the user holds the camera <first_cm> cm before the QR code
      And the user moves the camera to <then_cm> cm before it, where it was not recognised
      Then the scanner takes the code without another touch

      Examples: out of focus
        | first        | first_cm | then_cm |
        | too near     | 5        | 25      |
        | too far away | 200      | 30      |

  Rule: AND-QR-09a The user aims the phone camera at the QR code shown in Client Portal.

    Scenario Outline: A code that is <seen> is recognised
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the scanner
      When the user points the camera at the QR code, which is <seen>
      Then the scanner takes the code without another touch
      And the field "Session ID" holds the string below the QR code

      Examples: as one holds a phone
        | seen       |
        | turned     |
        | at a slant |
        | pale       |

    @negative
    Scenario Outline: The scanner takes nothing from <seen>
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the scanner
      When the user points the camera at <seen>
      Then the scanner has recognised nothing

      Examples: no code of this user
        | seen                               |
        | a desk without a code              |
        | a QR code of somebody else's       |
        | another web site's activation code |

  Rule: AND-QR-09d If the code is still not recognised, the reader is sent to the closing section of the article, named "Possible Issues and solutions".

    Scenario: The article ends with issues and solutions
      When the reader opens the article KB3862
      Then the article sends the reader to the section "Possible Issues and solutions"
      And the article ends with the section "Possible Issues and solutions"

  Rule: AND-QR-ISS01 For a code that is not recognised, the switch "Scan QR codes" in the phone's camera settings must be on.

    Scenario: The switch "Scan QR codes" has to be on
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the phone does not scan QR codes
      And the user has opened the scanner
      And the user has pointed the camera at the QR code in vain
      # clause: AND-QR-ISS01
      When the user turns on "Scan QR codes" in the settings of the camera
      And the user starts IBKR Mobile
      Then the scanner takes the code without another touch

  Rule: AND-QR-ISS02 The camera view usually has a button that changes between front and rear lens, for the case that the wrong lens is in use.

    Scenario: The lens is changed by a button
      Given the user has an Android phone with an enrolled fingerprint
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the phone's camera looks through the front lens
      And the user has opened the scanner
      And the user has pointed the camera at the QR code in vain
      # clause: AND-QR-ISS02
      When the user changes the lens
      Then the scanner takes the code without another touch

Feature: IOS-QR Activate IB Key on an iPhone by scanning the QR code with the Camera app

  @severity-blocker
  Scenario: From the QR code in Client Portal to an activated IB Key
    Given the user has an iPhone with Face ID
    And IBKR Mobile is not installed on the phone
    And the phone will ask about notifications of IBKR Mobile
    And the user has no IB Key yet
    # clause: IOS-QR-01a
    When the user logs in to Client Portal
    Then the user is logged in
    # clause: IOS-QR-INT01, IOS-QR-01b
    And Client Portal recommends to activate IB Key by scanning a QR code
    # clause: IOS-QR-01c
    And a picture of the page gives the code that stands below it
    And the QR code is large enough for a phone held before the screen
    # clause: IOS-QR-02
    When the user taps the icon "Camera" on the home screen
    Then the viewfinder is live
    When the user points the camera at the QR code in Client Portal
    # clause: IOS-QR-03a, IOS-QR-03b, IOS-QR-04
    Then a banner appears without another touch
    # clause: IOS-QR-04
    And the banner lies at the top of the phone's screen
    # clause: IOS-QR-05a
    And the banner offers the web site of IBKR
    # clause: IOS-QR-05a
    When the user taps the banner
    # clause: IOS-QR-05a, IOS-QR-05b
    Then the store shows the page of "IBKR Mobile" by "Interactive Brokers LLC"
    # clause: IOS-QR-06
    When the user taps "GET"
    Then IBKR Mobile gets installed
    When 5 minutes pass
    And the user taps the icon "Camera" on the home screen
    And the user points the camera at the QR code in Client Portal
    # clause: IOS-QR-07b, IOS-QR-08a
    Then the banner offers to open IBKR Mobile
    # clause: IOS-QR-08b
    When the user taps the banner
    # clause: IOS-QR-07a, IOS-QR-08b
    Then IBKR Mobile is in the foreground
    # clause: IOS-QR-09
    When the user taps "Allow" where the phone asks about notifications
    # clause: IOS-QR-08b, IOS-QR-10a
    Then IBKR Mobile asks for Face ID before it activates
    When the user gives the matching face
    # clause: IOS-QR-03a, IOS-QR-07b, IOS-QR-11a
    Then IBKR Mobile says that IB Key was activated
    # clause: IOS-QR-11b
    When the user taps "Done"
    Then IBKR Mobile has left the activation
    When the user logs in to Client Portal
    # clause: IOS-QR-09, IOS-QR-11a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the matching face
    Then the user is logged in
    When the user restarts IBKR Mobile
    And 30 days pass
    And the user logs in to Client Portal
    # clause: IOS-QR-11b
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the matching face
    Then the user is logged in

  Rule: IOS-QR-INT01 A user who has logged in to Client Portal may have been shown a QR code.

    Scenario: A user whose IB Key is active is shown no code
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      When the user logs in to Client Portal
      Then the login waits for the phone
      And the notification from "IBKR Mobile" leads to its approval
      When the user gives the matching face
      Then the user is logged in
      And Client Portal offers no activation

  Rule: IOS-QR-03c If the code does not seem to be recognised, the phone is moved closer to it or farther away until it is in focus.

    Scenario Outline: A code that is <first> is recognised when the phone is moved to <then_cm> cm
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the app "Camera"
      When the user holds the camera <first_cm> cm before the QR code
      And the user moves the camera to <then_cm> cm before it, where it was not recognised
      Then a banner appears without another touch

      Examples: out of focus
        | first        | first_cm | then_cm |
        | too near     | 5        | 25      |
        | too far away | 200      | 30      |

  Rule: IOS-QR-03a The user aims the phone camera at the QR code shown in Client Portal.

    Scenario Outline: A code that is <seen> is recognised
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the user has opened the app "Camera"
      When the user points the camera at the QR code, which is <seen>
      Then a banner appears without another touch
      And the banner offers to open IBKR Mobile

      Examples: as one holds a phone
        | seen       |
        | turned     |
        | at a slant |
        | pale       |

  Rule: IOS-QR-03d If the code is still not recognised, the reader is sent to the closing section of the article, named "Possible Issues and solutions".

    Scenario: The article ends with issues and solutions
      When the reader opens the article KB3861
      Then the article sends the reader to the section "Possible Issues and solutions"
      And the article ends with the section "Possible Issues and solutions"

  @negative
  Rule: IOS-QR-04 When the code was read, a banner appears at the top of the phone screen.

    Scenario: A picture without a code brings no banner
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has opened the app "Camera"
      When the user points the camera at a desk without a code
      Then no banner is shown

    Scenario: A QR code of somebody else's does not lead to IBKR Mobile
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has opened the app "Camera"
      When the user points the camera at a QR code of somebody else's
      Then a banner appears without another touch
      # clause: IOS-QR-08a
      And the banner does not offer to open IBKR Mobile

  Rule: IOS-QR-09 Only when asked about notifications from IBKR Mobile, the user taps "Allow".

    Scenario: Without a question about notifications the activation goes on
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      When the user taps the icon "Camera" on the home screen
      And the user points the camera at the QR code in Client Portal
      And the user taps the banner
      Then IBKR Mobile asks for Face ID before it activates

  Rule: IOS-QR-10a The app asks for the security element with which the phone is unlocked.

    @negative
    Scenario Outline: <phone>: <proof> leaves IB Key inactive
      Given the user has <phone>
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      When the user taps the icon "Camera" on the home screen
      And the user points the camera at the QR code in Client Portal
      And the user taps the banner
      Then IBKR Mobile asks for <element> before it activates
      When the user gives <proof>
      Then IBKR Mobile does not say that IB Key was activated
      And a new login shows that no IB Key is active

      Examples: no proof
        | phone                                 | element      | proof                                          |
        | an iPhone with Touch ID not activated | the passcode | nothing, cancelling the prompt                 |
        | an iPhone with Face ID                | Face ID      | another face                                   |
        | an iPhone with Touch ID               | Touch ID     | a finger that is not enrolled, again and again |
        | an iPhone with Face ID not activated  | the passcode | one wrong passcode after the other             |

  Rule: IOS-QR-10b The element is FaceID, Fingerprint or Passcode, whichever the phone uses.

    Scenario Outline: <phone>, IBKR Mobile <state>, is asked for <element> and activates
      Given the user has <phone>
      And IBKR Mobile is freshly installed on the phone
      And IBKR Mobile is <state> on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      When the user taps the icon "Camera" on the home screen
      And the user points the camera at the QR code in Client Portal
      And the user taps the banner
      Then IBKR Mobile asks for <element> before it activates
      When the user gives <proof>
      Then IBKR Mobile says that IB Key was activated
      When the user logs in to Client Portal
      Then the login waits for the phone
      And the notification from "IBKR Mobile" leads to its approval
      When the user gives <proof>
      Then the user is logged in

      Examples: by the phone
        | phone                                 | state             | element      | proof               |
        | an iPhone with Face ID                | in front          | Face ID      | the matching face   |
        | an iPhone with Touch ID               | in the background | Touch ID     | the enrolled finger |
        | an iPhone with Face ID not activated  | in the background | the passcode | the right passcode  |
        | an iPhone with Touch ID not activated | closed            | the passcode | the right passcode  |

  Rule: IOS-QR-ISS01 For a code that is not recognised, the switch "Scan QR codes" in the phone's camera settings must be on.

    Scenario: The switch "Scan QR codes" has to be on
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the phone does not scan QR codes
      And the user has opened the app "Camera"
      And the user has pointed the camera at the QR code in vain
      # clause: IOS-QR-ISS01
      When the user turns on "Scan QR codes" in the settings of the camera
      And the user taps the icon "Camera" on the home screen
      Then a banner appears without another touch

  Rule: IOS-QR-ISS02 The camera view usually has a button that changes between front and rear lens, for the case that the wrong lens is in use.

    Scenario: The lens is changed by a button
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      And the phone's camera looks through the front lens
      And the user has opened the app "Camera"
      And the user has pointed the camera at the QR code in vain
      # clause: IOS-QR-ISS02
      When the user changes the lens
      Then a banner appears without another touch

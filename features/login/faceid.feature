Feature: FACEID Approve a login with Face ID

  Background:
    Given the language is Traditional Chinese

  @severity-blocker
  Scenario Outline: A login to <surface> is approved with Face ID
    Given the user has an iPhone with Face ID
    And IB Key is active on the phone for the user
    And other apps have shown notifications
    And the login of <surface> is open
    And another user's login waits for their own phone
    When the user enters the user name and the password
    # clause: FACEID-01a
    And the user clicks "登錄"
    Then the credentials are submitted
    When the user swipes down from the top edge of the phone's screen
    # clause: FACEID-01b, FACEID-02a, FACEID-02b, FACEID-INT01
    Then the notification list holds exactly 1 notification from "移動IBKR"
    # clause: FACEID-02b
    When the user taps the notification from "移動IBKR"
    # clause: FACEID-02b, FACEID-03a
    Then IB Key asks to approve the login
    # clause: FACEID-03b
    And IB Key asks for Face ID
    # clause: FACEID-04
    And the login does not move on
    When the user gives the matching face
    # clause: FACEID-03b
    Then IB Key says that the login was approved
    # clause: FACEID-04
    And the user is logged in
    And another user's login still opens nothing

    Examples: wherever one logs in
      | surface       |
      | Client Portal |
      | TWS           |

  Rule: FACEID-INT01 The steps for using IB Key with Face ID apply after IB Key was activated.

    @needs-app-install @negative
    Scenario: An iPhone on which IB Key was not activated approves nothing
      Given the user has an iPhone with Face ID
      And IBKR Mobile is freshly installed on the phone
      And another user's IB Key is active on an Android phone with an enrolled fingerprint
      And the login of Client Portal is open
      When the other user enters the user name and the password
      And the user clicks "登錄"
      Then the login waits for the phone
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 0 notifications from "移動IBKR"
      When the user starts IBKR Mobile
      Then IB Key asks for nothing
      And IB Key asks to approve no login
      And the login never moves on

  Rule: FACEID-INT02 Without a network connection while using IBKR Mobile, the user follows the section about notifications that did not arrive.

    Scenario: Without a network the login is completed by challenge and response
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      And the phone has no network connection
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      When the user starts IBKR Mobile
      And the user taps "驗證" where necessary
      Then IBKR Mobile shows the form for the challenge
      # clause: FACEID-INT02
      When the user gets a response to the challenge
      And the user types the response into the login
      And the user confirms the response
      Then the user is logged in

  Rule: FACEID-03b The user looks at the iPhone screen to be verified by Face ID.

    @negative
    Scenario Outline: <proof> does not approve the login
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has opened the notification from "移動IBKR"
      When the user gives <proof>
      Then IB Key does not say that the login was approved
      And the login never moves on

      Examples: anything but the right one
        | proof                          |
        | another face                   |
        | nothing, cancelling the prompt |

  Rule: FACEID-03c If Face ID is not activated on the phone, IB Key asks for the screen-lock passcode instead.

    @negative
    Scenario: With Face ID not activated a wrong passcode does not approve the login
      Given the user has an iPhone with Face ID not activated
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has opened the notification from "移動IBKR"
      Then IB Key asks for the passcode
      When the user gives one wrong passcode after the other
      Then IB Key does not say that the login was approved
      And the login never moves on

Feature: LOGIN-SEAMLESS Approve a login with IBKR Mobile

  Background:
    Given the language is Traditional Chinese

  @severity-blocker
  Scenario Outline: A login to <surface> is approved on <phone>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And other apps have shown notifications
    And the login of <surface> is open
    And another user's login waits for their own phone
    When the user enters the user name and the password
    # clause: LOGIN-SEAMLESS-01a
    And the user clicks "登錄"
    Then the credentials are submitted
    When the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-01b, LOGIN-SEAMLESS-02a, LOGIN-SEAMLESS-02b
    Then the notification list holds exactly 1 notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-02b
    When the user taps the notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-02b, LOGIN-SEAMLESS-03a
    Then IB Key asks to approve the login
    # clause: LOGIN-SEAMLESS-04, LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-<platform>
    And the login does not move on
    When the user gives <proof>
    Then the login moves on by itself
    # clause: LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-<platform>
    And the user is logged in
    # clause: LOGIN-SEAMLESS-04, LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-<platform>
    And another user's login still opens nothing

    Examples: wherever one logs in
      | surface       | phone                                         | proof               | platform |
      | Client Portal | an Android phone with an enrolled fingerprint | the enrolled finger | INT03    |
      | WebTrader     | an Android phone without a fingerprint sensor | the right PIN       | INT04    |
      | TWS           | an Android phone with an enrolled fingerprint | the enrolled finger | INT02    |

  @negative
  Rule: LOGIN-SEAMLESS-01b If username and password are accepted, the user's phone receives a notification.

    Scenario Outline: A wrong password for <surface> sends no notification to <phone>
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      When the user enters the user name and a wrong password
      And the user clicks "登錄"
      Then the login is refused
      And no other password is accepted
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 0 notifications from "移動IBKR"

      Examples: wherever one logs in
        | surface       | phone                                         |
        | Client Portal | an Android phone with an enrolled fingerprint |
        | WebTrader     | an Android phone with an enrolled fingerprint |
        | TWS           | an Android phone with an enrolled fingerprint |

    Scenario Outline: <phone> of another user is not notified
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And another user's IB Key is active on <other phone>
      And the login of Client Portal is open
      When the other user enters the user name and the password
      And the user clicks "登錄"
      Then the login waits for the phone
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 0 notifications from "移動IBKR"

      Examples: either way round
        | phone                                         | other phone                                   |
        | an iPhone with Face ID                        | an Android phone with an enrolled fingerprint |
        | an Android phone with an enrolled fingerprint | an iPhone with Face ID                        |

  Rule: LOGIN-SEAMLESS-02a The user swipes down from the top edge of the phone screen to look through the notification list.

    Scenario Outline: The notification is found in the list of <phone> while <situation>
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And <situation>
      And the login of Client Portal is open
      And the user has entered the right credentials
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 1 notification from "移動IBKR"
      When 10 seconds pass
      Then the notification list holds exactly 1 notification from "移動IBKR"

      Examples: on either phone
        | phone                                         | situation               |
        | an Android phone with an enrolled fingerprint | another app is in front |
        | an iPhone with Face ID                        | another app is in front |

  Rule: LOGIN-SEAMLESS-02c For a notification that does not arrive, the reader is referred to the article KB3234.

    Scenario: KB3234 is about notifications that do not arrive
      When the reader opens the article KB3234
      Then the article is about missing notifications of IBKR Mobile

  Rule: LOGIN-SEAMLESS-03b The app then asks either for a fingerprint or for the PIN, depending on the hardware of the phone.

    Scenario Outline: <phone> is asked for <element>
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      When the user swipes down from the top edge of the phone's screen
      And the user taps the notification from "移動IBKR"
      Then IB Key asks for <element>

      Examples: by the hardware of the phone
        | phone                                         | element         |
        | an Android phone with an enrolled fingerprint | the fingerprint |
        | an Android phone without a fingerprint sensor | the PIN         |
        | an Android phone with no finger enrolled      | the PIN         |

  Rule: LOGIN-SEAMLESS-03c The user supplies the security element that was asked for.

    @negative
    Scenario Outline: <proof> does not approve a login to <surface>
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      And the user has entered the right credentials
      And the user has opened the notification from "移動IBKR"
      When the user gives <proof>
      Then IB Key does not say that the login was approved
      And the login never moves on

      Examples: anything but the right security element
        | surface       | phone                                         | proof                                          |
        | Client Portal | an Android phone with an enrolled fingerprint | a finger that is not enrolled, again and again |
        | WebTrader     | an Android phone with an enrolled fingerprint | nothing, cancelling the prompt                 |
        | WebTrader     | an Android phone without a fingerprint sensor | one wrong PIN after the other                  |
        | Client Portal | an Android phone without a fingerprint sensor | an empty PIN                                   |

  Rule: LOGIN-SEAMLESS-04 After a successful verification the login on the platform or in Client Portal moves to the next step by itself.

    @negative
    Scenario Outline: Tapping the notification alone does not move <surface> on
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      And the user has entered the right credentials
      When the user swipes down from the top edge of the phone's screen
      And the user taps the notification from "移動IBKR"
      Then the login never moves on

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

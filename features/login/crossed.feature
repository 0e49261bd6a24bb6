Feature: What the articles on approving a login say, wherever one logs in, with every phone, in either language
  Articles LOGIN-SEAMLESS, FACEID and TOUCHID; which pairs there have to be: harness/spec/crossing.py.

  Scenario Outline: <phone>, IBKR Mobile <state>, approves a login to <surface> in <language>
    Given the language is <language>
    And the user has <phone>
    And IB Key is active on the phone for the user
    And IBKR Mobile is <state> on the phone
    And the login of <surface> is open
    When the user enters the user name and a wrong password
    And the user submits the credentials
    # clause: <article>-01b
    Then the login is refused
    When the user swipes down from the top edge of the phone's screen
    Then the notification list holds exactly 0 notifications from "<app>"
    When the user enters the right credentials
    Then the notification list holds exactly 1 notification from "<app>"
    When the user taps the notification from "<app>"
    # clause: <article>-02b, <article>-03a
    Then IB Key asks to approve the login
    When the user gives <proof>
    # clause: <element>
    Then IB Key says that the login was approved
    # clause: LOGIN-SEAMLESS-04, LOGIN-SEAMLESS-INT01
    And the user is logged in

    Examples: every phone with every surface and from every state
      | language            | surface       | phone                                         | state             | app         | proof               | article        | element            |
      | English             | WebTrader     | an Android phone with an enrolled fingerprint | in front          | IBKR Mobile | the enrolled finger | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | English             | WebTrader     | an Android phone with an enrolled fingerprint | in the background | IBKR Mobile | the enrolled finger | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | Traditional Chinese | Client Portal | an Android phone with no finger enrolled      | in the background | 移動IBKR    | the right PIN       | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | Traditional Chinese | WebTrader     | an Android phone with no finger enrolled      | closed            | 移動IBKR    | the right PIN       | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | English             | TWS           | an Android phone with no finger enrolled      | in front          | IBKR Mobile | the right PIN       | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | English             | Client Portal | an Android phone without a fingerprint sensor | in front          | IBKR Mobile | the right PIN       | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | English             | TWS           | an Android phone without a fingerprint sensor | in the background | IBKR Mobile | the right PIN       | LOGIN-SEAMLESS | LOGIN-SEAMLESS-03c |
      | Traditional Chinese | Client Portal | an iPhone with Touch ID                       | in the background | 移動IBKR    | the enrolled finger | TOUCHID        | TOUCHID-03b        |
      | English             | WebTrader     | an iPhone with Touch ID                       | in front          | IBKR Mobile | the enrolled finger | LOGIN-SEAMLESS | TOUCHID-03b        |
      | English             | Client Portal | an iPhone with Touch ID not activated         | closed            | IBKR Mobile | the right passcode  | TOUCHID        | TOUCHID-03c        |
      | Traditional Chinese | WebTrader     | an iPhone with Touch ID not activated         | in front          | 移動IBKR    | the right passcode  | LOGIN-SEAMLESS | TOUCHID-03c        |
      | Traditional Chinese | TWS           | an iPhone with Touch ID not activated         | in the background | 移動IBKR    | the right passcode  | TOUCHID        | TOUCHID-03c        |
      | English             | WebTrader     | an iPhone with Face ID                        | in front          | IBKR Mobile | the matching face   | LOGIN-SEAMLESS | FACEID-03b         |
      | Traditional Chinese | WebTrader     | an iPhone with Face ID                        | in the background | 移動IBKR    | the matching face   | LOGIN-SEAMLESS | FACEID-03b         |
      | Traditional Chinese | Client Portal | an iPhone with Face ID not activated          | in front          | 移動IBKR    | the right passcode  | FACEID         | FACEID-03c         |
      | English             | WebTrader     | an iPhone with Face ID not activated          | in the background | IBKR Mobile | the right passcode  | LOGIN-SEAMLESS | FACEID-03c         |
      | English             | TWS           | an iPhone with Face ID not activated          | closed            | IBKR Mobile | the right passcode  | FACEID         | FACEID-03c         |

  Scenario Outline: <phone>, while it is locked, is notified of a login to <surface> in <language>
    Given the language is <language>
    And the user has <phone>
    And IB Key is active on the phone for the user
    And the phone is locked
    And the login of <surface> is open
    When the user enters the user name and a wrong password
    And the user submits the credentials
    # clause: <article>-01b
    Then the login is refused
    When the user swipes down from the top edge of the phone's screen
    Then the notification list holds exactly 0 notifications from "<app>"
    When the user enters the right credentials
    # clause: <article>-01b, <article>-02a
    Then the notification list holds exactly 1 notification from "<app>"

    Examples: every phone
      | language            | surface       | phone                                         | app         | article        |
      | Traditional Chinese | Client Portal | an Android phone with an enrolled fingerprint | 移動IBKR    | LOGIN-SEAMLESS |
      | English             | Client Portal | an Android phone with no finger enrolled      | IBKR Mobile | LOGIN-SEAMLESS |
      | English             | TWS           | an Android phone without a fingerprint sensor | IBKR Mobile | LOGIN-SEAMLESS |
      | English             | WebTrader     | an iPhone with Touch ID                       | IBKR Mobile | LOGIN-SEAMLESS |
      | English             | Client Portal | an iPhone with Touch ID not activated         | IBKR Mobile | TOUCHID        |
      | Traditional Chinese | WebTrader     | an iPhone with Face ID                        | 移動IBKR    | LOGIN-SEAMLESS |
      | Traditional Chinese | TWS           | an iPhone with Face ID not activated          | 移動IBKR    | FACEID         |

  @negative
  Scenario Outline: <proof> on <phone>, IBKR Mobile <state>, does not approve a login to <surface> in <language>
    Given the language is <language>
    And the user has <phone>
    And IB Key is active on the phone for the user
    And IBKR Mobile is <state> on the phone
    And the login of <surface> is open
    And the user has entered the right credentials
    And the user has opened the notification from "<app>"
    When the user gives <proof>
    # clause: <element>
    Then IB Key does not say that the login was approved
    And the login never moves on

    Examples: every proof, at the surfaces that the articles' own scenarios do not see it at
      | language            | surface   | phone                                         | state             | app         | proof                                          | element            |
      | English             | WebTrader | an Android phone with an enrolled fingerprint | in front          | IBKR Mobile | a finger that is not enrolled, again and again | LOGIN-SEAMLESS-03c |
      | English             | WebTrader | an iPhone with Touch ID                       | in front          | IBKR Mobile | a finger that is not enrolled, again and again | TOUCHID-03b        |
      | English             | WebTrader | an iPhone with Touch ID not activated         | in the background | IBKR Mobile | one wrong passcode after the other             | TOUCHID-03c        |
      | English             | WebTrader | an iPhone with Face ID                        | in the background | IBKR Mobile | another face                                   | FACEID-03b         |
      | Traditional Chinese | TWS       | an Android phone with an enrolled fingerprint | in the background | 移動IBKR    | a finger that is not enrolled, again and again | LOGIN-SEAMLESS-03c |
      | English             | TWS       | an Android phone without a fingerprint sensor | in front          | IBKR Mobile | one wrong PIN after the other                  | LOGIN-SEAMLESS-03c |
      | Traditional Chinese | TWS       | an iPhone with Touch ID                       | in the background | 移動IBKR    | a finger that is not enrolled, again and again | TOUCHID-03b        |
      | Traditional Chinese | TWS       | an iPhone with Face ID                        | in front          | 移動IBKR    | another face                                   | FACEID-03b         |
      | Traditional Chinese | TWS       | an iPhone with Face ID not activated          | in front          | 移動IBKR    | one wrong passcode after the other             | FACEID-03c         |

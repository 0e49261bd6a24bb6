Feature: LOGIN-CHALLENGE Log in by challenge and response when no notification arrives
  The link has one of several known wordings; which one it is is noted (AMB-FALLBACK-LINK-LABEL).

  Background:
    Given the language is Traditional Chinese

  @severity-blocker
  Scenario Outline: A login to <surface> is completed by challenge and response on <phone>, while <situation>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And <situation>
    And the login of <surface> is open
    And the user has entered the right credentials
    # clause: LOGIN-CHALLENGE-01, LOGIN-CHALLENGE-INT05
    When the user clicks the link for a notification that did not come
    # clause: LOGIN-CHALLENGE-02
    Then the login shows a challenge
    When the user starts IBKR Mobile
    # clause: LOGIN-CHALLENGE-03a
    And the user taps "驗證"
    Then IBKR Mobile shows the form for the challenge
    # clause: LOGIN-CHALLENGE-03b
    When the user types the right PIN
    # clause: LOGIN-CHALLENGE-03c
    And the user types the challenge
    # clause: LOGIN-CHALLENGE-03d
    And the user taps "生成通關碼"
    # clause: LOGIN-CHALLENGE-04, LOGIN-CHALLENGE-03d, LOGIN-CHALLENGE-INT05
    Then the phone shows a response
    When the user types the response into the login
    # clause: LOGIN-CHALLENGE-05a
    Then the box for the response holds it unchanged
    # clause: LOGIN-CHALLENGE-05b
    When the user clicks "確定"
    # clause: LOGIN-CHALLENGE-06, LOGIN-CHALLENGE-INT05, LOGIN-CHALLENGE-03b, LOGIN-CHALLENGE-03c, LOGIN-CHALLENGE-05b
    Then the login moves on by itself

    Examples: wherever one logs in
      | surface       | phone                                         | situation                                              |
      | Client Portal | an Android phone with an enrolled fingerprint | notifications of IBKR Mobile are disabled on the phone |
      | Client Portal | an Android phone with no finger enrolled      | the phone has no network connection                    |
      | Client Portal | an Android phone without a fingerprint sensor | the phone's network connection is unstable             |
      | WebTrader     | an Android phone with no finger enrolled      | notifications of IBKR Mobile are disabled on the phone |
      | WebTrader     | an Android phone without a fingerprint sensor | the phone has no network connection                    |
      | WebTrader     | an Android phone with an enrolled fingerprint | the phone's network connection is unstable             |
      | TWS           | an Android phone without a fingerprint sensor | notifications of IBKR Mobile are disabled on the phone |
      | TWS           | an Android phone with an enrolled fingerprint | the phone has no network connection                    |
      | TWS           | an Android phone with no finger enrolled      | the phone's network connection is unstable             |

  Scenario Outline: With notifications disabled on <phone> nothing is approved and the manual way is offered
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And notifications of IBKR Mobile are disabled on the phone
    And the login of Client Portal is open
    And the user has entered the right credentials
    And no notification from "移動IBKR" has come
    # clause: LOGIN-CHALLENGE-INT01, LOGIN-CHALLENGE-INT04
    Then the login does not move on
    # clause: LOGIN-CHALLENGE-INT01
    And the login offers a link for a notification that did not come
    And the login never moves on

    Examples: on either phone
      | phone                                         |
      | an Android phone with an enrolled fingerprint |
      | an iPhone with Face ID                        |

  Rule: LOGIN-CHALLENGE-INT02 The notification may fail to arrive when there is no network connection.

    Scenario Outline: Without a network on <phone> nothing is approved and the manual way is offered
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the phone has no network connection
      And the login of Client Portal is open
      And the user has entered the right credentials
      And no notification from "移動IBKR" has come
      Then the login does not move on
      And the login offers a link for a notification that did not come
      And the login never moves on

      Examples: on either phone
        | phone                                         |
        | an Android phone with an enrolled fingerprint |
        | an iPhone with Face ID                        |

  Rule: LOGIN-CHALLENGE-INT03 The notification may fail to arrive when the network connection is unstable.

    Scenario Outline: With an unstable network on <phone> nothing is approved and the manual way is offered
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the phone's network connection is unstable
      And the login of Client Portal is open
      And the user has entered the right credentials
      Then the login does not move on
      And the login offers a link for a notification that did not come
      And the login never moves on

      Examples: on either phone
        | phone                                         |
        | an Android phone with an enrolled fingerprint |
        | an iPhone with Face ID                        |

  Rule: LOGIN-CHALLENGE-02 The login screen shows a challenge code.

    Scenario Outline: Each login to <surface> has a challenge of its own
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      When the user abandons the login
      And the user enters the right credentials
      And the user asks for a challenge
      Then the challenge differs from the one before

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

  Rule: LOGIN-CHALLENGE-03a On the phone the user starts IBKR Mobile and, where necessary, selects "驗證".

    Scenario Outline: The form for the challenge is reached on <phone> with IBKR Mobile opened <where>
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And IBKR Mobile has been opened <where>
      # clause: LOGIN-CHALLENGE-03a
      When the user taps "驗證" where necessary
      Then IBKR Mobile shows the form for the challenge

      Examples: on either phone
        | phone                                         | where                           |
        | an Android phone with an enrolled fingerprint | outside the authentication part |
        | an Android phone with an enrolled fingerprint | inside the authentication part  |
        | an iPhone with Face ID                        | outside the authentication part |
        | an iPhone with Face ID                        | inside the authentication part  |

  Rule: LOGIN-CHALLENGE-03b The user enters the PIN in the app.

    @negative
    Scenario: A wrong PIN leads to no response that the login accepts
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts no response that a wrong PIN makes

  Rule: LOGIN-CHALLENGE-03c The user enters the challenge from the login screen in the app.

    @negative
    Scenario Outline: The response of <phone> to another challenge is refused
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts no response to a challenge beside the one on show

      Examples: on either phone
        | phone                                         |
        | an Android phone with an enrolled fingerprint |
        | an iPhone with Face ID                        |

  Rule: LOGIN-CHALLENGE-04 The phone then displays a response string.

    Scenario Outline: <phone> shows each response long enough to be copied
      Given the user has <phone>
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has got a response to the challenge
      When the user abandons the login
      And the user enters the right credentials
      And the user asks for a challenge
      And the user gets a response to the challenge
      Then the response differs from the one before
      When 15 seconds pass
      Then the phone still shows the response

      Examples: on either phone
        | phone                                         |
        | an Android phone with an enrolled fingerprint |
        | an iPhone with Face ID                        |

  Rule: LOGIN-CHALLENGE-05b The user then clicks "確定".

    @negative
    Scenario Outline: <surface> accepts no other response than the right one
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts the right response and no other

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

    @negative
    Scenario: A response of another user's IB Key is refused
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And another user's IB Key is active on an iPhone with Face ID
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts no response of the other user's IB Key

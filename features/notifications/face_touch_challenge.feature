Feature: FACE-TOUCH-CHALLENGE Challenge and response on an iPhone when no notification arrives
  The link has one of several known wordings; which one it is is noted (AMB-FALLBACK-LINK-LABEL).

  Background:
    Given the language is Traditional Chinese

  @severity-blocker
  Scenario Outline: A login to <surface> with <sensor>, while <situation>
    Given the user has an iPhone with <sensor>
    And IB Key is active on the phone for the user
    And <situation>
    And the login of <surface> is open
    And the user has entered the right credentials
    # clause: FACE-TOUCH-CHALLENGE-01, FACE-TOUCH-CHALLENGE-INT04
    When the user clicks the link for a notification that did not come
    # clause: FACE-TOUCH-CHALLENGE-02a
    Then the login shows a challenge
    # clause: FACE-TOUCH-CHALLENGE-02b
    And the login shows an empty box for the response
    When the user starts IBKR Mobile
    # clause: FACE-TOUCH-CHALLENGE-03a
    And the user taps "驗證"
    Then IBKR Mobile shows the form for the challenge
    When the user types the challenge
    # clause: FACE-TOUCH-CHALLENGE-03b
    Then the form holds the challenge as typed
    When the user taps the button that makes the response
    # clause: FACE-TOUCH-CHALLENGE-<step 4>, FACE-TOUCH-CHALLENGE-<step>a, FACE-TOUCH-CHALLENGE-INT04
    Then IB Key asks for <sensor>
    # clause: FACE-TOUCH-CHALLENGE-<step>a
    And the phone shows no response
    When the user gives <proof>
    # clause: FACE-TOUCH-CHALLENGE-<step>c, FACE-TOUCH-CHALLENGE-INT04
    Then the phone shows a response
    When the user types the response into the login
    # clause: FACE-TOUCH-CHALLENGE-06a
    Then the box for the response holds it unchanged
    # clause: FACE-TOUCH-CHALLENGE-06b
    When the user clicks "確定"
    # clause: FACE-TOUCH-CHALLENGE-07, FACE-TOUCH-CHALLENGE-INT04, FACE-TOUCH-CHALLENGE-03b, FACE-TOUCH-CHALLENGE-<step>c
    Then the user is logged in

    Examples: step 4 with Touch ID, step 5 with Face ID
      | surface       | sensor   | proof               | situation                                              | step 4 | step |
      | Client Portal | Touch ID | the enrolled finger | notifications of IBKR Mobile are disabled on the phone | 04a    | 04   |
      | Client Portal | Face ID  | the matching face   | the phone has no network connection                    | 04d    | 05   |
      | TWS           | Touch ID | the enrolled finger | the phone's network connection is unstable             | 04a    | 04   |
      | TWS           | Face ID  | the matching face   | notifications of IBKR Mobile are disabled on the phone | 04d    | 05   |

  Rule: FACE-TOUCH-CHALLENGE-INT01 The notification may fail to arrive when notifications are disabled.

    Scenario: With notifications disabled nothing is approved and the manual way is offered
      Given the user has an iPhone with Touch ID
      And IB Key is active on the phone for the user
      And notifications of IBKR Mobile are disabled on the phone
      And the login of Client Portal is open
      And the user has entered the right credentials
      And no notification from "移動IBKR" has come
      Then the login does not move on
      And the login offers a link for a notification that did not come
      And the login never moves on

  Rule: FACE-TOUCH-CHALLENGE-INT02 The notification may fail to arrive when there is no network connection.

    Scenario: Without a network nothing is approved and the manual way is offered
      Given the user has an iPhone with Touch ID
      And IB Key is active on the phone for the user
      And the phone has no network connection
      And the login of Client Portal is open
      And the user has entered the right credentials
      And no notification from "移動IBKR" has come
      Then the login does not move on
      And the login offers a link for a notification that did not come
      And the login never moves on

  Rule: FACE-TOUCH-CHALLENGE-INT03 The notification may fail to arrive when the network connection is unstable.

    Scenario: With an unstable network nothing is approved and the manual way is offered
      Given the user has an iPhone with Touch ID
      And IB Key is active on the phone for the user
      And the phone's network connection is unstable
      And the login of Client Portal is open
      And the user has entered the right credentials
      Then the login does not move on
      And the login offers a link for a notification that did not come
      And the login never moves on

  Rule: FACE-TOUCH-CHALLENGE-02a The click produces a challenge code.

    Scenario Outline: Each login to <surface> has a challenge of its own
      Given the user has an iPhone with Face ID
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
        | TWS           |

  Rule: FACE-TOUCH-CHALLENGE-03b The user enters the challenge in the box meant for it.

    @negative
    Scenario: The response to another challenge is refused
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts no response to a challenge beside the one on show

  Rule: FACE-TOUCH-CHALLENGE-04a On a Touch ID phone the user rests an enrolled finger on the Home button.

    @negative
    Scenario Outline: <proof> leads to no response on an iPhone with Touch ID
      Given the user has an iPhone with Touch ID
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      When the user gives <proof>
      Then the phone shows no response

      Examples: anything but the enrolled finger
        | proof                                          |
        | a finger that is not enrolled, again and again |
        | nothing, cancelling the prompt                 |

  Rule: FACE-TOUCH-CHALLENGE-04b If Touch ID is not activated, IBKR Mobile asks for the screen-lock passcode.

    Scenario: With Touch ID not activated the right passcode leads to a response
      Given the user has an iPhone with Touch ID not activated
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      Then IB Key asks for the passcode
      When the user gives the right passcode
      # clause: FACE-TOUCH-CHALLENGE-04b, FACE-TOUCH-CHALLENGE-04c
      Then the phone shows a response
      When the user types the response into the login
      And the user confirms the response
      # clause: FACE-TOUCH-CHALLENGE-04c
      Then the user is logged in

    @negative
    Scenario: With Touch ID not activated a wrong passcode leads to no response
      Given the user has an iPhone with Touch ID not activated
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      Then IB Key asks for the passcode
      When the user gives one wrong passcode after the other
      Then the phone shows no response

  Rule: FACE-TOUCH-CHALLENGE-05a On a Face ID phone the user looks at the screen.

    @negative
    Scenario Outline: <proof> leads to no response on an iPhone with Face ID
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      When the user gives <proof>
      Then the phone shows no response

      Examples: anything but the matching face
        | proof                          |
        | another face                   |
        | nothing, cancelling the prompt |

  Rule: FACE-TOUCH-CHALLENGE-05b If Face ID is not activated, IBKR Mobile asks for the screen-lock passcode.

    Scenario: With Face ID not activated the right passcode leads to a response
      Given the user has an iPhone with Face ID not activated
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      Then IB Key asks for the passcode
      When the user gives the right passcode
      # clause: FACE-TOUCH-CHALLENGE-05b, FACE-TOUCH-CHALLENGE-05c
      Then the phone shows a response
      When the user types the response into the login
      And the user confirms the response
      # clause: FACE-TOUCH-CHALLENGE-05c
      Then the user is logged in

    @negative
    Scenario: With Face ID not activated a wrong passcode leads to no response
      Given the user has an iPhone with Face ID not activated
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      And the form for the challenge is open
      And the user has asked the phone for a response to the challenge
      Then IB Key asks for the passcode
      When the user gives one wrong passcode after the other
      Then the phone shows no response

  Rule: FACE-TOUCH-CHALLENGE-06b The user then clicks "確定".

    @negative
    Scenario Outline: <surface> accepts no other response than the right one
      Given the user has an iPhone with <sensor>
      And IB Key is active on the phone for the user
      And the login of <surface> is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts the right response and no other

      Examples: wherever one logs in
        | surface       | sensor   |
        | Client Portal | Face ID  |
        | TWS           | Touch ID |

    @negative
    Scenario: A response of another user's IB Key is refused
      Given the user has an iPhone with Face ID
      And IB Key is active on the phone for the user
      And another user's IB Key is active on an Android phone with an enrolled fingerprint
      And the login of Client Portal is open
      And the user has entered the right credentials
      And the user has asked for a challenge
      Then the login accepts no response of the other user's IB Key

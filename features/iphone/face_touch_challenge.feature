@article-FACE-TOUCH-CHALLENGE @iphone
Feature: FACE-TOUCH-CHALLENGE Challenge and response on an iPhone when no notification arrives
  Source: article FACE-TOUCH-CHALLENGE, steps 1 to 7; its clauses are in
  spec/articles/FACE-TOUCH-CHALLENGE.yaml. The wording of the link is this article's own.

  Background:
    Given the language is Traditional Chinese

  @clause-FACE-TOUCH-CHALLENGE-INT04 @clause-FACE-TOUCH-CHALLENGE-01 @clause-FACE-TOUCH-CHALLENGE-02a
  @clause-FACE-TOUCH-CHALLENGE-02b @clause-FACE-TOUCH-CHALLENGE-03a @clause-FACE-TOUCH-CHALLENGE-03b
  @clause-FACE-TOUCH-CHALLENGE-06a @clause-FACE-TOUCH-CHALLENGE-06b @clause-FACE-TOUCH-CHALLENGE-07
  @severity-blocker
  Scenario Outline: A login to <surface> with <sensor>, while <situation>
    Given the user has an iPhone with <sensor>
    And IB Key is active on the phone for the user
    And <situation>
    And the login of <surface> is open
    And the user has entered the right credentials
    # step 1
    # clause: FACE-TOUCH-CHALLENGE-01, FACE-TOUCH-CHALLENGE-INT04
    When the user clicks "如您未收到通知,點擊此處"
    # step 2
    # clause: FACE-TOUCH-CHALLENGE-02a
    Then the login shows a challenge
    # clause: FACE-TOUCH-CHALLENGE-02b
    And the login shows an empty box for the response
    # step 3
    When the user starts IBKR Mobile
    # clause: FACE-TOUCH-CHALLENGE-03a
    And the user selects "驗證"
    # clause: FACE-TOUCH-CHALLENGE-03a
    Then IBKR Mobile shows the form for the challenge
    When the user types the challenge
    # clause: FACE-TOUCH-CHALLENGE-03b
    Then the form holds the challenge as typed
    When the user taps the button that makes the response
    # step 4 with Touch ID, step 5 with Face ID
    # clause: FACE-TOUCH-CHALLENGE-04a, FACE-TOUCH-CHALLENGE-04d, FACE-TOUCH-CHALLENGE-05a, FACE-TOUCH-CHALLENGE-INT04
    Then IB Key asks for <sensor>
    # clause: FACE-TOUCH-CHALLENGE-04a, FACE-TOUCH-CHALLENGE-05a
    And the phone shows no response
    When the user gives <proof>
    # clause: FACE-TOUCH-CHALLENGE-04c, FACE-TOUCH-CHALLENGE-05c, FACE-TOUCH-CHALLENGE-INT04
    Then the phone shows a response
    # step 6
    When the user types the response into the login
    # clause: FACE-TOUCH-CHALLENGE-06a
    Then the box for the response holds it unchanged
    # clause: FACE-TOUCH-CHALLENGE-06b
    When the user clicks "確定"
    # step 7
    # clause: FACE-TOUCH-CHALLENGE-07, FACE-TOUCH-CHALLENGE-INT04, FACE-TOUCH-CHALLENGE-03b, FACE-TOUCH-CHALLENGE-04c, FACE-TOUCH-CHALLENGE-05c
    Then the user is logged in within 5 s

    @client-portal @clause-FACE-TOUCH-CHALLENGE-04a @clause-FACE-TOUCH-CHALLENGE-04c
    Examples: Client Portal, Touch ID
      | surface       | sensor   | proof               | situation                                              |
      | Client Portal | Touch ID | the enrolled finger | notifications of IBKR Mobile are disabled on the phone |
      | Client Portal | Touch ID | the enrolled finger | the phone has no network connection                    |
      | Client Portal | Touch ID | the enrolled finger | the phone's network connection is unstable             |

    @client-portal @clause-FACE-TOUCH-CHALLENGE-04d @clause-FACE-TOUCH-CHALLENGE-05a
    @clause-FACE-TOUCH-CHALLENGE-05c
    Examples: Client Portal, Face ID
      | surface       | sensor  | proof             | situation                           |
      | Client Portal | Face ID | the matching face | the phone has no network connection |

    @tws @clause-FACE-TOUCH-CHALLENGE-04a @clause-FACE-TOUCH-CHALLENGE-04c
    Examples: TWS, Touch ID
      | surface | sensor   | proof               | situation                                  |
      | TWS     | Touch ID | the enrolled finger | the phone's network connection is unstable |

    @tws @clause-FACE-TOUCH-CHALLENGE-04d @clause-FACE-TOUCH-CHALLENGE-05a
    @clause-FACE-TOUCH-CHALLENGE-05c
    Examples: TWS, Face ID
      | surface | sensor  | proof             | situation                                              |
      | TWS     | Face ID | the matching face | notifications of IBKR Mobile are disabled on the phone |
      | TWS     | Face ID | the matching face | the phone has no network connection                    |

  @clause-FACE-TOUCH-CHALLENGE-INT01 @client-portal
  Scenario: With notifications disabled nothing is approved and the manual way is offered
    Given the user has an iPhone with Touch ID
    And IB Key is active on the phone for the user
    And notifications of IBKR Mobile are disabled on the phone
    And the login of Client Portal is open
    And the user has entered the right credentials
    # clause: FACE-TOUCH-CHALLENGE-INT01
    Then the login does not move on within 0.5 s
    # clause: FACE-TOUCH-CHALLENGE-INT01
    And the login offers "如您未收到通知,點擊此處"

  @clause-FACE-TOUCH-CHALLENGE-INT02 @client-portal
  Scenario: Without a network nothing is approved and the manual way is offered
    Given the user has an iPhone with Touch ID
    And IB Key is active on the phone for the user
    And the phone has no network connection
    And the login of Client Portal is open
    And the user has entered the right credentials
    # clause: FACE-TOUCH-CHALLENGE-INT02
    Then the login does not move on within 0.5 s
    # clause: FACE-TOUCH-CHALLENGE-INT02
    And the login offers "如您未收到通知,點擊此處"

  @clause-FACE-TOUCH-CHALLENGE-INT03 @client-portal
  Scenario: With an unstable network nothing is approved and the manual way is offered
    Given the user has an iPhone with Touch ID
    And IB Key is active on the phone for the user
    And the phone's network connection is unstable
    And the login of Client Portal is open
    And the user has entered the right credentials
    # clause: FACE-TOUCH-CHALLENGE-INT03
    Then the login does not move on within 0.5 s
    # clause: FACE-TOUCH-CHALLENGE-INT03
    And the login offers "如您未收到通知,點擊此處"

  @clause-FACE-TOUCH-CHALLENGE-02a
  Scenario Outline: Each login to <surface> has a challenge of its own
    Given the user has an iPhone with Face ID
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    And the user has asked for a challenge
    When the user abandons the login and begins another
    And the user asks for a challenge
    # clause: FACE-TOUCH-CHALLENGE-02a
    Then the challenge differs from the one before

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

  @clause-FACE-TOUCH-CHALLENGE-03b @client-portal @negative
  Scenario: The response to a challenge with its last digit changed is refused
    Given the user has an iPhone with Face ID
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    When the user gets a response to the challenge with its last digit changed
    And the user types the response into the login
    And the user confirms the response
    # clause: FACE-TOUCH-CHALLENGE-03b
    Then the response is refused

  @clause-FACE-TOUCH-CHALLENGE-04a @client-portal @negative
  Scenario Outline: <proof> leads to no response on an iPhone with Touch ID
    Given the user has an iPhone with Touch ID
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    When the user gives <proof>
    # clause: FACE-TOUCH-CHALLENGE-04a
    Then the phone shows no response

    Examples: anything but the enrolled finger
      | proof                          |
      | a finger that is not enrolled  |
      | nothing, cancelling the prompt |

  @clause-FACE-TOUCH-CHALLENGE-04b @clause-FACE-TOUCH-CHALLENGE-04c @client-portal
  Scenario: With Touch ID not activated the right passcode leads to a response
    Given the user has an iPhone with Touch ID not activated
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    # clause: FACE-TOUCH-CHALLENGE-04b
    Then IB Key asks for the passcode
    When the user gives the right passcode
    # clause: FACE-TOUCH-CHALLENGE-04b, FACE-TOUCH-CHALLENGE-04c
    Then the phone shows a response
    When the user types the response into the login
    And the user confirms the response
    # clause: FACE-TOUCH-CHALLENGE-04c
    Then the user is logged in within 5 s

  @clause-FACE-TOUCH-CHALLENGE-04b @client-portal @negative
  Scenario: With Touch ID not activated a wrong passcode leads to no response
    Given the user has an iPhone with Touch ID not activated
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    # clause: FACE-TOUCH-CHALLENGE-04b
    Then IB Key asks for the passcode
    When the user gives a wrong passcode
    # clause: FACE-TOUCH-CHALLENGE-04b
    Then the phone shows no response

  @clause-FACE-TOUCH-CHALLENGE-05a @client-portal @negative
  Scenario Outline: <proof> leads to no response on an iPhone with Face ID
    Given the user has an iPhone with Face ID
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    When the user gives <proof>
    # clause: FACE-TOUCH-CHALLENGE-05a
    Then the phone shows no response

    Examples: anything but the matching face
      | proof                          |
      | another face                   |
      | nothing, cancelling the prompt |

  @clause-FACE-TOUCH-CHALLENGE-05b @clause-FACE-TOUCH-CHALLENGE-05c @client-portal
  Scenario: With Face ID not activated the right passcode leads to a response
    Given the user has an iPhone with Face ID not activated
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    # clause: FACE-TOUCH-CHALLENGE-05b
    Then IB Key asks for the passcode
    When the user gives the right passcode
    # clause: FACE-TOUCH-CHALLENGE-05b, FACE-TOUCH-CHALLENGE-05c
    Then the phone shows a response
    When the user types the response into the login
    And the user confirms the response
    # clause: FACE-TOUCH-CHALLENGE-05c
    Then the user is logged in within 5 s

  @clause-FACE-TOUCH-CHALLENGE-05b @client-portal @negative
  Scenario: With Face ID not activated a wrong passcode leads to no response
    Given the user has an iPhone with Face ID not activated
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has asked for a challenge
    And the user has asked the phone for a response to the challenge
    # clause: FACE-TOUCH-CHALLENGE-05b
    Then IB Key asks for the passcode
    When the user gives a wrong passcode
    # clause: FACE-TOUCH-CHALLENGE-05b
    Then the phone shows no response

  @clause-FACE-TOUCH-CHALLENGE-06b @negative
  Scenario Outline: <surface> refuses <response>
    Given the user has an iPhone with Face ID
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    And the user has asked for a challenge
    When the user types <response> into the login
    And the user clicks "確定"
    # clause: FACE-TOUCH-CHALLENGE-06b
    Then the response is refused

    @client-portal
    Examples: Client Portal
      | surface       | response                |
      | Client Portal | a wrong response        |
      | Client Portal | a response already used |

    @tws
    Examples: TWS
      | surface | response                |
      | TWS     | a wrong response        |
      | TWS     | a response already used |

Feature: What the articles on challenge and response say, wherever one logs in, with every phone, in either language
  Articles LOGIN-CHALLENGE and FACE-TOUCH-CHALLENGE; which pairs there have to be: harness/spec/crossing.py.

  Scenario Outline: <phone> makes the response that completes a login to <surface> in <language>
    Given the language is <language>
    And the user has <phone>
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    And the user has entered the right credentials
    And the user has asked for a challenge
    And the form for the challenge is open
    When the user gets a response to the challenge
    And the user types the response into the login
    And the user confirms the response
    # clause: LOGIN-CHALLENGE-03c, LOGIN-CHALLENGE-06, LOGIN-CHALLENGE-INT05
    Then the user is logged in

    Examples: Android phones, which ask for the PIN
      | language | surface       | phone                                         |
      | English  | Client Portal | an Android phone with an enrolled fingerprint |
      | English  | TWS           | an Android phone with no finger enrolled      |
      | English  | WebTrader     | an Android phone without a fingerprint sensor |

  Scenario Outline: <phone> makes the response that completes a login to <surface> in <language>, for <proof>
    Given the language is <language>
    And the user has <phone>
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    And the user has entered the right credentials
    And the user has asked for a challenge
    And the form for the challenge is open
    And the user has asked the phone for a response to the challenge
    When the user gives <proof>
    # clause: <element>
    Then the phone shows a response
    When the user types the response into the login
    And the user confirms the response
    # clause: LOGIN-CHALLENGE-03c, LOGIN-CHALLENGE-06, LOGIN-CHALLENGE-INT05
    Then the user is logged in

    Examples: iPhones, where the articles' own scenarios do not see them
      | language            | surface   | phone                                 | proof               | element                  |
      | English             | WebTrader | an iPhone with Touch ID               | the enrolled finger | FACE-TOUCH-CHALLENGE-04c |
      | English             | WebTrader | an iPhone with Touch ID not activated | the right passcode  | FACE-TOUCH-CHALLENGE-04c |
      | Traditional Chinese | TWS       | an iPhone with Touch ID not activated | the right passcode  | FACE-TOUCH-CHALLENGE-04c |
      | English             | WebTrader | an iPhone with Face ID                | the matching face   | FACE-TOUCH-CHALLENGE-05c |
      | English             | WebTrader | an iPhone with Face ID not activated  | the right passcode  | FACE-TOUCH-CHALLENGE-05c |
      | English             | TWS       | an iPhone with Face ID not activated  | the right passcode  | FACE-TOUCH-CHALLENGE-05c |

  @negative
  Scenario: WebTrader in English accepts no response to another challenge
    Given the language is English
    And the user has an iPhone with Touch ID
    And IB Key is active on the phone for the user
    And the login of WebTrader is open
    And the user has entered the right credentials
    And the user has asked for a challenge
    # clause: LOGIN-CHALLENGE-03c
    Then the login accepts no response to a challenge beside the one on show

@article-AND-MANUAL @article-AND-QR
Feature: What both Android articles demand of stores, PIN and guidelines
  Source: articles AND-MANUAL and AND-QR, requirements and steps 8 and 10; their clauses are in spec/articles.

  @android
  Scenario Outline: IBKR Mobile is found in <store>
    Given the user has an Android phone with an enrolled fingerprint
    And IBKR Mobile is not installed on the phone
    When the user looks for "IBKR Mobile" in the store "<store>"
    # clause: AND-MANUAL-REQ01, AND-MANUAL-REQ02, AND-MANUAL-REQ03, AND-QR-REQ01, AND-QR-REQ02, AND-QR-REQ03
    Then the store offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"

    @clause-AND-MANUAL-REQ01 @clause-AND-QR-REQ01
    Examples: Google Play Store
      | store      |
      | Play Store |

    @clause-AND-MANUAL-REQ02 @clause-AND-QR-REQ02
    Examples: 360 Mobile Assistant
      | store                |
      | 360 Mobile Assistant |

    @clause-AND-MANUAL-REQ03 @clause-AND-QR-REQ03
    Examples: Baidu Mobile Assistant
      | store                  |
      | Baidu Mobile Assistant |

  @android @client-portal
  Scenario Outline: A PIN <kind> is accepted
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has entered the activation code, typed
    When the user makes up a PIN <kind>
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-08b, AND-QR-10b, AND-MANUAL-08c, AND-QR-10c, AND-MANUAL-08d, AND-QR-10d
    Then IBKR Mobile says that IB Key was activated
    # clause: AND-MANUAL-08b, AND-QR-10b, AND-MANUAL-08c, AND-QR-10c, AND-MANUAL-08d, AND-QR-10d
    And a login to Client Portal is approved on the phone with the right PIN

    @clause-AND-MANUAL-08b @clause-AND-QR-10b
    Examples: as short as allowed
      | kind            |
      | of 4 characters |

    @clause-AND-MANUAL-08c @clause-AND-QR-10c
    Examples: as long as allowed
      | kind            |
      | of 6 characters |

    @clause-AND-MANUAL-08d @clause-AND-QR-10d
    Examples: all kinds of characters
      | kind          |
      | of letters    |
      | of digits     |
      | out of !#$%&* |
      | out of +-=?@^ |
      | out of _~.,:; |
      | of all kinds  |

  @android @client-portal @negative
  Scenario Outline: A PIN <kind> is refused
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has entered the activation code, typed
    When the user makes up a PIN <kind>
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-08b, AND-QR-10b, AND-MANUAL-08c, AND-QR-10c, AND-MANUAL-08d, AND-QR-10d
    Then IBKR Mobile refuses the PIN
    # clause: AND-MANUAL-08b, AND-QR-10b, AND-MANUAL-08c, AND-QR-10c, AND-MANUAL-08d, AND-QR-10d
    And IB Key is not active on the phone

    @clause-AND-MANUAL-08b @clause-AND-QR-10b
    Examples: too short
      | kind            |
      | of 3 characters |
      | of 0 characters |

    @clause-AND-MANUAL-08c @clause-AND-QR-10c
    Examples: too long
      | kind            |
      | of 7 characters |

    @clause-AND-MANUAL-08d @clause-AND-QR-10d
    Examples: neither letter nor digit nor special character
      | kind     |
      | of emoji |

  @clause-AND-MANUAL-08e @clause-AND-QR-10e @android @client-portal
  Scenario: The guidelines are read without losing what was typed
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has entered the activation code, typed
    And the user has made up a PIN of 5 characters
    # clause: AND-MANUAL-08e, AND-QR-10e
    When the user taps "+PIN Guidelines"
    # clause: AND-MANUAL-08e, AND-QR-10e
    Then IBKR Mobile gives advice on choosing a PIN
    When the user goes back
    # clause: AND-MANUAL-08e, AND-QR-10e
    Then the code and the PIN are still there

  @clause-AND-MANUAL-08f @clause-AND-QR-10f @client-portal
  Scenario: KB2269 is about PIN guidelines
    When the reader opens the article KB2269
    # clause: AND-MANUAL-08f, AND-QR-10f
    Then the article is about "PIN" and "Guidelines"

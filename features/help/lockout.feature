Feature: LOGIN-HELP When failed logins lock an account, and how it is helped
  The window of 24 hours rolls (AMB-LOCK-WINDOW).

  Rule: LOGIN-HELP-LCK01 Ten Client Portal login failures in a row within 24 hours lock the account.

    @severity-critical
    Scenario: Nine failures in a row do not lock the account
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 9 times
      Then the right credentials are accepted

    @severity-critical
    Scenario Outline: The account is locked when the login has failed <ten times>
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed <ten times>
      Then the right credentials are refused
      And somebody else's right credentials are accepted

      Examples: as somebody guesses passwords
        | ten times                                      |
        | 10 times                                       |
        | 10 times with the same password                |
        | 10 times, on a page opened anew each time      |
        | 10 times, half of them in another browser      |

    Scenario: Ten failures within 24 hours lock the account, whatever came before them
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 1 time
      And 20 hours have passed
      And the login has failed 8 times
      And 4.1 hours have passed
      And the login has failed 2 times
      Then the right credentials are refused

  Rule: LOGIN-HELP-LCK02 Only consecutive failures count towards the ten.

    Scenario: A success between the failures starts the count anew
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 9 times
      And the login has succeeded once
      And the login has failed 9 times
      Then the right credentials are accepted

  Rule: LOGIN-HELP-LCK03 Only failures that fall within 24 hours count together.

    Scenario Outline: Nine failures and, <hours> h later, a tenth: the right credentials are <outcome>
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 9 times
      And <hours> hours have passed
      And the login has failed 1 time
      Then the right credentials are <outcome>

      Examples: window of 24 h, lower and upper end
        | hours | outcome  |
        | 23.9  | refused  |
        | 24.1  | accepted |

  Rule: LOGIN-HELP-LCK04 While the account is locked even the right username and password are refused.

    @severity-critical
    Scenario Outline: <hours> h after the lock began even the right credentials are refused
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      And the login has failed 10 times
      And <hours> hours have passed
      Then the right credentials are refused
      Given the login has failed 1 time
      Then the right credentials are refused
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 0 notifications from "IBKR Mobile"

      Examples: at once, and shortly before the lock ends
        | hours |
        | 0     |
        | 23.9  |

    Scenario: What the lock of Client Portal means for the trading platforms is noted
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 10 times
      Then the right credentials are refused
      When the locked user tries the right credentials at TWS
      And the locked user tries the right credentials at WebTrader

  Rule: LOGIN-HELP-LCK05 The lock lasts 24 hours, counted from the last failed login attempt.

    @severity-critical
    Scenario Outline: <hours> h after the last of ten failures the right credentials are <outcome>
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 10 times, once every 0.5 hours
      And <hours> hours have passed
      Then the right credentials are <outcome>

      Examples: lock of 24 h, lower and upper end
        | hours | outcome  |
        | 23.9  | refused  |
        | 24.1  | accepted |

  Rule: LOGIN-HELP-LCK07 A user who believes the account to be locked, or about to be locked, by failures telephones the service center of the region.

    Scenario Outline: After <failures> failures the service center of the region helps on the telephone
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed <failures> times
      When the user calls the service center of the region
      Then the desk verifies the identity of the account holder
      # clause: LOGIN-HELP-LCK07, LOGIN-HELP-LCK09
      And the desk helps
      Given 1 hours have passed
      Then the right credentials are accepted

      Examples: about to be locked, and locked
        | failures |
        | 8        |
        | 10       |

  Rule: LOGIN-HELP-LCK08 Help with such login matters is given by telephone only.

    @negative
    Scenario: A letter does not lift the lock, a call does
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 10 times
      When the user asks in writing to lift the lock
      Then the desk declines
      Given 1 hours have passed
      Then the right credentials are refused
      When the user calls the service center of the region
      Then the desk verifies the identity of the account holder
      And the desk helps
      Given 1 hours have passed
      Then the right credentials are accepted

  Rule: LOGIN-HELP-LCK09 That help is given only after the identity of the account holder was verified.

    @negative
    Scenario: A caller who fails the identity check is not helped
      Given the user has no second factor
      And the login of Client Portal is open
      And the login has failed 10 times
      When somebody else calls the service center of the region in the user's name
      Then the desk verifies no identity by wrong answers, and helps with nothing
      Given 1 hours have passed
      Then the right credentials are refused

Feature: LOGIN-HELP Which user names a login accepts

  Rule: LOGIN-HELP-USR01 The user makes sure that Caps Lock is not in use while typing the username.

    Scenario Outline: <surface> does not take a user name typed with Caps Lock on
      Given the user has no second factor
      And the login of <surface> is open
      When the user types the user name with Caps Lock on, and the password
      And the user submits the credentials
      Then the login is refused
      When the user types the user name with Caps Lock off, and the password
      And the user submits the credentials
      Then the user is logged in

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

  Rule: LOGIN-HELP-USR02 Usernames are case-sensitive.

    Scenario Outline: <surface> accepts the user name as stored, in lower case
      Given the user has no second factor
      And the login of <surface> is open
      When the user enters the user name in lower case and the password
      And the user submits the credentials
      # clause: LOGIN-HELP-USR02, LOGIN-HELP-USR03
      Then the user is logged in

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

    @negative
    Scenario Outline: <surface> refuses the user name in any other case
      Given the user has no second factor
      And the login of <surface> is open
      # clause: LOGIN-HELP-USR02, LOGIN-HELP-USR03
      Then no other spelling of the user name is accepted

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

  Rule: LOGIN-HELP-CHR01 The user types the username again from scratch.

    Scenario Outline: On <surface> the user name can be typed again from scratch
      Given the user has no second factor
      And the login of <surface> is open
      When the user enters the user name with a space as an inner character, and the password
      And the user submits the credentials
      Then the login is refused
      # clause: LOGIN-HELP-CHR01
      When the user clears the user name and types it again, and the password
      And the user submits the credentials
      Then the user is logged in

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

  @negative
  Rule: LOGIN-HELP-CHR02 The username must contain no space.

    Scenario Outline: <surface> refuses a space in the user name
      Given the user has no second factor
      And the login of <surface> is open
      Then a user name with any space as an inner character is refused
      When the user tries the user name with a space before and behind it

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

    Scenario: A space in the user name starts no second factor
      Given the user has an Android phone with an enrolled fingerprint
      And IB Key is active on the phone for the user
      And the login of Client Portal is open
      Then a user name with a space as an inner character is refused
      When the user swipes down from the top edge of the phone's screen
      Then the notification list holds exactly 0 notifications from "IBKR Mobile"

  Rule: LOGIN-HELP-CHR03 The username must contain nothing but letters and digits; characters such as ! @ # $ % ^ & * ( . , and quotation marks or colons are not allowed.

    Scenario Outline: <surface> accepts a user name of <characters> alone
      Given the user has no second factor and a user name of <characters>
      And the login of <surface> is open
      When the user enters the user name and the password
      And the user submits the credentials
      Then the user is logged in

      Examples: all that a user name may consist of
        | surface       | characters |
        | Client Portal | digits     |
        | WebTrader     | letters    |
        | TWS           | digits     |

    @negative
    Scenario Outline: <surface> refuses anything but letters and digits in the user name
      Given the user has no second factor
      And the login of <surface> is open
      Then a user name with any of ! @ # $ % ^ & * ( . , ” : as an inner character is refused
      And a user name with @ as its first character is refused
      And a user name with . as its last character is refused

      Examples: wherever one logs in
        | surface       |
        | Client Portal |
        | WebTrader     |
        | TWS           |

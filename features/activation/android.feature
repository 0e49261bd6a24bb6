Feature: What both Android articles demand of stores, PIN and guidelines
  Articles AND-MANUAL and AND-QR, requirements and steps 8 and 10.

  Scenario Outline: IBKR Mobile is found in <store>
    Given the user has an Android phone with an enrolled fingerprint
    And IBKR Mobile is not installed on the phone
    When the user looks for "IBKR Mobile" in the store "<store>"
    # clause: AND-MANUAL-<requirement>, AND-QR-<requirement>
    Then the store offers "IBKR Mobile" of the broker for download

    Examples: stores
      | store                  | requirement |
      | Play Store             | REQ01       |
      | 360 Mobile Assistant   | REQ02       |
      | Baidu Mobile Assistant | REQ03       |

  Scenario Outline: A PIN <kind> is accepted
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has opened the typed activation
    And the user has entered the activation code
    When the user makes up a PIN <kind>
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-08<part>, AND-QR-10<part>
    Then IBKR Mobile says that IB Key was activated
    When the user logs in to Client Portal
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the right PIN
    Then the user is logged in

    Examples: as short as allowed, as long as allowed, all kinds of characters
      | kind            | part | phone                                         |
      | of 4 digits     | b    | an Android phone without a fingerprint sensor |
      | of 4 letters    | b    | an Android phone with no finger enrolled      |
      | of 6 characters | c    | an Android phone without a fingerprint sensor |
      | of 6 digits     | d    | an Android phone with no finger enrolled      |
      | of 6 letters    | d    | an Android phone without a fingerprint sensor |
      | out of !#$%&*   | d    | an Android phone with no finger enrolled      |
      | out of +-=?@^   | d    | an Android phone without a fingerprint sensor |
      | out of _~.,:;   | d    | an Android phone with no finger enrolled      |
      | of all kinds    | d    | an Android phone without a fingerprint sensor |

  @negative
  Scenario Outline: A PIN of <count> characters is refused
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    # clause: AND-MANUAL-08<part>, AND-QR-10<part>
    Then no PIN of <count> characters activates IB Key
    And a new login shows that no IB Key is active

    Examples: too short, too long
      | count | part | phone                                         |
      | 0     | b    | an Android phone with an enrolled fingerprint |
      | 3     | b    | an Android phone with no finger enrolled      |
      | 7     | c    | an Android phone without a fingerprint sensor |
      | 8     | c    | an Android phone with an enrolled fingerprint |

  Scenario: The guidelines are read without losing what was typed
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has opened the typed activation
    And the user has entered the activation code
    And the user has made up a PIN of 5 characters
    # clause: AND-MANUAL-08e, AND-QR-10e
    When the user taps "+PIN Guidelines"
    Then IBKR Mobile gives advice on choosing a PIN
    When the user goes back
    Then the code is still there
    And the PIN is still there

  Scenario: KB2269 is about PIN guidelines
    When the reader opens the article KB2269
    # clause: AND-MANUAL-08f, AND-QR-10f
    Then the article is about PIN guidelines

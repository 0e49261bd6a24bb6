Feature: AND-MANUAL Install IBKR Mobile on Android and activate IB Key with a typed Session ID
  Source: article AND-MANUAL, steps 1 to 9; its clauses are in spec/articles/AND-MANUAL.yaml.

  @severity-blocker
  Scenario: From the Play Store to an activated IB Key
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is not installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    # clause: AND-MANUAL-01
    When the user taps the icon "Play Store" on the home screen
    Then the store "Play Store" is in the foreground
    # clause: AND-MANUAL-02a
    And the search bar lies at the top of the phone's screen
    # clause: AND-MANUAL-02a
    When the user types "IBKR Mobile" into the search bar
    Then the search bar reads "IBKR Mobile"
    # clause: AND-MANUAL-02b
    When the user taps the magnifying glass
    Then the store lists results for "IBKR Mobile" below the search bar
    # clause: AND-MANUAL-03a
    And the store offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-MANUAL-03b
    And "Install" of "IBKR Mobile" by "Interactive Brokers Group" lies in the right half of the phone's screen
    # clause: AND-MANUAL-03b
    When the user taps the button "Install" of "IBKR Mobile" by "Interactive Brokers Group"
    Then the store no longer offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-MANUAL-04a
    And the store offers "Open" for "IBKR Mobile" by "Interactive Brokers Group" once it is installed
    # clause: AND-MANUAL-04b
    When the user taps the button "Open" of "IBKR Mobile" by "Interactive Brokers Group"
    Then IBKR Mobile is in the foreground
    And IBKR Mobile shows its first screen
    # clause: AND-MANUAL-05
    When the user taps "REGISTER TWO-FACTOR"
    # clause: AND-MANUAL-05, AND-MANUAL-06
    Then IBKR Mobile offers "SESSION ID"
    # clause: AND-MANUAL-06
    When the user taps "SESSION ID"
    # clause: AND-MANUAL-06, AND-MANUAL-07b
    Then IBKR Mobile shows the field "Session ID"
    # clause: AND-MANUAL-07a
    And Client Portal shows a string of letters and digits below the QR code
    # clause: AND-MANUAL-07b
    When the user types the string into the field "Session ID"
    Then the field "Session ID" holds the string unchanged
    When the user makes up a PIN of all kinds
    # clause: AND-MANUAL-08a
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    Then IBKR Mobile says that IB Key was activated
    # clause: AND-MANUAL-09b
    When the user taps "DONE"
    Then IBKR Mobile has left the activation
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    And a login to Client Portal is not approved on the phone with a wrong PIN
    And the right PIN approves it
    # clause: AND-MANUAL-09b
    And IB Key is still active after IBKR Mobile was restarted
    And a login to Client Portal is approved on the phone with the right PIN

  @negative
  Scenario Outline: A Session ID with <change> activates nothing
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has opened the typed activation
    When the user types the string with <change> into the field "Session ID"
    And the user makes up a PIN of 4 characters
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-07b
    Then IBKR Mobile shows the activation error
    And IB Key is not active on the phone

    Examples: anything but the string
      | change                  |
      | another last character  |
      | another first character |
      | one character more      |
      | one character less      |
      | small letters           |
      | a space in it           |

@article-AND-MANUAL
Feature: AND-MANUAL Install IBKR Mobile on Android and activate IB Key with a typed Session ID
  Source: article AND-MANUAL, steps 1 to 9; its clauses are in spec/articles/AND-MANUAL.yaml.

  @clause-AND-MANUAL-01 @clause-AND-MANUAL-02a @clause-AND-MANUAL-02b @clause-AND-MANUAL-03a
  @clause-AND-MANUAL-03b @clause-AND-MANUAL-04a @clause-AND-MANUAL-04b @clause-AND-MANUAL-05
  @clause-AND-MANUAL-06 @clause-AND-MANUAL-07a @clause-AND-MANUAL-07b @clause-AND-MANUAL-08a
  @clause-AND-MANUAL-09a @clause-AND-MANUAL-09b @severity-blocker @android @client-portal
  Scenario: From the Play Store to an activated IB Key
    Given the user has an Android phone without a fingerprint sensor
    And IBKR Mobile is not installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    # step 1
    # clause: AND-MANUAL-01
    When the user taps the icon "Play Store" on the home screen
    # clause: AND-MANUAL-01
    Then the store "Play Store" is in the foreground
    # step 2
    # clause: AND-MANUAL-02a
    And the search bar lies at the top of the phone's screen
    # clause: AND-MANUAL-02a
    When the user types "IBKR Mobile" into the search bar
    # clause: AND-MANUAL-02a
    Then the search bar reads "IBKR Mobile"
    # clause: AND-MANUAL-02b
    When the user taps the magnifying glass
    # clause: AND-MANUAL-02b
    Then the store lists results for "IBKR Mobile" below the search bar
    # step 3
    # clause: AND-MANUAL-03a
    And the store offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-MANUAL-03b
    And "Install" of "IBKR Mobile" by "Interactive Brokers Group" lies in the right half of the phone's screen
    # clause: AND-MANUAL-03b
    When the user taps the button "Install" of "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-MANUAL-03b
    Then the store no longer offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
    # step 4
    # clause: AND-MANUAL-04a
    And the store offers "Open" for "IBKR Mobile" by "Interactive Brokers Group" once it is installed
    # clause: AND-MANUAL-04b
    When the user taps the button "Open" of "IBKR Mobile" by "Interactive Brokers Group"
    # clause: AND-MANUAL-04b
    Then IBKR Mobile is in the foreground
    # clause: AND-MANUAL-04b
    And IBKR Mobile shows its first screen
    # step 5
    # clause: AND-MANUAL-05
    When the user taps "REGISTER TWO-FACTOR"
    # step 6
    # clause: AND-MANUAL-05, AND-MANUAL-06
    Then IBKR Mobile offers "SESSION ID"
    # clause: AND-MANUAL-06
    When the user taps "SESSION ID"
    # step 7
    # clause: AND-MANUAL-06, AND-MANUAL-07b
    Then IBKR Mobile shows the field "Session ID"
    # clause: AND-MANUAL-07a
    And Client Portal shows a string of letters and digits below the QR code
    # clause: AND-MANUAL-07b
    When the user types the string into the field "Session ID"
    # clause: AND-MANUAL-07b
    Then the field "Session ID" holds the string unchanged
    # step 8
    When the user makes up a PIN of all kinds
    # clause: AND-MANUAL-08a
    And the user taps "ACTIVATE"
    # step 9
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    Then IBKR Mobile says that IB Key was activated
    # clause: AND-MANUAL-09b
    When the user taps "DONE"
    # clause: AND-MANUAL-09b
    Then IBKR Mobile has left the activation
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    And a login to Client Portal is not approved on the phone with a wrong PIN
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    And the right PIN approves it
    # clause: AND-MANUAL-09b
    And IB Key is still active after IBKR Mobile was restarted
    # clause: AND-MANUAL-09b
    And a login to Client Portal is approved on the phone with the right PIN

  @clause-AND-MANUAL-07b @android @client-portal @negative
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
    # clause: AND-MANUAL-07b
    And IB Key is not active on the phone

    Examples: anything but the string
      | change                  |
      | another last character  |
      | another first character |
      | one character more      |
      | one character less      |
      | small letters           |
      | a space in it           |

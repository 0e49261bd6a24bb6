Feature: AND-MANUAL Install IBKR Mobile on Android and activate IB Key with a typed Session ID

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
    When the user types "IBKR Mobile" into the search bar
    Then the search bar lies at the top of the phone's screen
    And the search bar reads "IBKR Mobile"
    # clause: AND-MANUAL-02b
    When the user taps the magnifying glass
    Then the store lists results for "IBKR Mobile" below the search bar
    # clause: AND-MANUAL-03a
    When the user selects "IBKR Mobile" by "Interactive Brokers Group"
    Then the store offers "Install" for "IBKR Mobile" by "Interactive Brokers Group"
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
    And Client Portal shows a string below the QR code
    And the string consists of letters and digits
    And the QR code carries the string
    When 5 minutes pass
    # clause: AND-MANUAL-07b
    And the user types the string into the field "Session ID"
    Then the field "Session ID" holds the string unchanged
    When the user makes up a PIN of all kinds
    # clause: AND-MANUAL-08a
    And the user taps "ACTIVATE"
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    Then IBKR Mobile says that IB Key was activated
    # clause: AND-MANUAL-09b
    When the user taps "DONE"
    Then IBKR Mobile has left the activation
    When the user logs in to Client Portal
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the right PIN
    Then the user is logged in
    When the user restarts IBKR Mobile
    And 30 days pass
    And the user logs in to Client Portal
    # clause: AND-MANUAL-09b
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives the right PIN
    Then the user is logged in
    When the user logs in to Client Portal
    # clause: AND-MANUAL-08a, AND-MANUAL-09a
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives one wrong PIN after the other
    Then IB Key does not say that the login was approved
    And the login does not move on

  Rule: AND-MANUAL-07b The user types that string into the "Session ID" field.

    @negative
    Scenario: A string that is nearly the right one activates nothing
      Given the user has an Android phone without a fingerprint sensor
      And IBKR Mobile is freshly installed on the phone
      And the user has no IB Key yet
      And the user has logged in to Client Portal
      Then no string that is nearly the right one activates IB Key
      And a new login shows that no IB Key is active

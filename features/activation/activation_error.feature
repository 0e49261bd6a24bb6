Feature: The activation error of Figure 14, its two causes and what helps
  Closing sections of the articles AND-MANUAL, AND-QR and IOS-QR.

  Scenario Outline: IB Key is active already (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And Client Portal has shown the user another code in another browser
    And the user has logged in to Client Portal
    And the user has activated IB Key with the code in Client Portal, <way>
    When the user tries to activate IB Key with the other code, <way>
    # clause: <article>-F14-01
    Then IBKR Mobile shows the activation error
    When the user logs in to Client Portal
    # clause: <article>-F14-01, <article>-F14-02
    Then the login waits for the phone
    When the user swipes down from the top edge of the phone's screen
    # clause: <article>-F14-03
    Then the notification list holds exactly 1 notification from "IBKR Mobile"
    When the user taps the notification from "IBKR Mobile"
    # clause: <article>-F14-01, <article>-F14-03
    Then IB Key asks to approve the login
    When the user gives <proof>
    Then the user is logged in
    # clause: <article>-F14-04
    And Client Portal offers no activation
    When the user logs in to Client Portal
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives <proof>
    Then the user is logged in
    And Client Portal offers no activation

    Examples: as each article has it
      | article    | phone                                         | way     | proof               |
      | AND-MANUAL | an Android phone with an enrolled fingerprint | typed   | the enrolled finger |
      | AND-QR     | an Android phone with no finger enrolled      | scanned | the right PIN       |
      | IOS-QR     | an iPhone with Touch ID                       | scanned | the enrolled finger |

  @negative
  Scenario Outline: A code that activated once activates nothing else (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has activated IB Key with the code in Client Portal, <way>
    When the user tries the code on <another phone> as well
    # clause: <article>-F14-05
    Then the other phone shows the activation error
    When the user tries the code on <another phone> as well
    Then the other phone shows the activation error
    When the user logs in to Client Portal
    Then the login waits for the phone
    And the other phone is asked to approve nothing
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives <proof>
    Then the user is logged in

    Examples: as each article has it
      | article    | phone                                         | way     | proof             | another phone                                 |
      | AND-MANUAL | an Android phone with no finger enrolled      | typed   | the right PIN     | an iPhone with Face ID                        |
      | AND-QR     | an Android phone without a fingerprint sensor | scanned | the right PIN     | an iPhone with Touch ID                       |
      | IOS-QR     | an iPhone with Face ID                        | scanned | the matching face | an Android phone without a fingerprint sensor |

  @negative
  Scenario Outline: Both causes have one message (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has activated IB Key with the code in Client Portal, <way>
    When the user tries to activate IB Key with the code in Client Portal, <way>
    # clause: <article>-F14-01
    Then IBKR Mobile shows the activation error
    When IBKR Mobile is deleted and installed anew
    And the user tries to activate IB Key with the code in Client Portal, <way>
    # clause: <article>-F14-05
    Then IBKR Mobile shows the same activation error

    Examples: as each article has it
      | article    | phone                                         | way     |
      | AND-MANUAL | an Android phone without a fingerprint sensor | typed   |
      | AND-QR     | an Android phone with an enrolled fingerprint | scanned |
      | IOS-QR     | an iPhone with Face ID                        | scanned |

  @needs-network-control
  Scenario Outline: A used code is replaced by a new login (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And an activation with the code, <way>, has broken off after the code was sent
    When the user tries to activate IB Key with the code in Client Portal, <way>
    # clause: <article>-F14-05
    Then IBKR Mobile shows the activation error
    # clause: <article>-F14-06
    When the user logs out of Client Portal
    And the user logs in to Client Portal
    Then Client Portal recommends to activate IB Key by scanning a QR code
    # clause: <article>-F14-07
    And the code differs from the one before
    When the user tries to activate IB Key with the code in Client Portal, <way>
    Then IBKR Mobile says that IB Key was activated
    When the user logs in to Client Portal
    Then the login waits for the phone
    And the notification from "IBKR Mobile" leads to its approval
    When the user gives <proof>
    Then the user is logged in

    Examples: as each article has it
      | article    | phone                                         | way     | proof               |
      | AND-MANUAL | an Android phone with an enrolled fingerprint | typed   | the enrolled finger |
      | AND-QR     | an Android phone with an enrolled fingerprint | scanned | the enrolled finger |
      | AND-QR     | an Android phone with no finger enrolled      | scanned | the right PIN       |
      | IOS-QR     | an iPhone with Face ID                        | scanned | the matching face   |

@article-AND-MANUAL @article-AND-QR @article-IOS-QR
Feature: The activation error of Figure 14, its two causes and what helps
  Source: closing sections of the articles AND-MANUAL, AND-QR and IOS-QR; their clauses are in spec/articles.

  Scenario Outline: IB Key is active already (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And Client Portal has shown the user another code in another browser
    And the user has logged in to Client Portal
    And the user has activated IB Key with the code <way>
    When the user tries to activate IB Key with the other code <way>
    # clause: AND-MANUAL-F14-01, AND-QR-F14-01, IOS-QR-F14-01
    Then IBKR Mobile shows the activation error
    When the user opens the login of Client Portal and submits the credentials
    # clause: AND-MANUAL-F14-01, AND-QR-F14-01, IOS-QR-F14-01
    # clause: AND-MANUAL-F14-02, AND-QR-F14-02, IOS-QR-F14-02
    Then the login waits for the phone
    When the user swipes down from the top edge of the phone's screen
    # clause: AND-MANUAL-F14-03, AND-QR-F14-03, IOS-QR-F14-03
    Then the notification list holds exactly 1 notification from "IBKR Mobile"
    When the user taps the notification from "IBKR Mobile"
    # clause: AND-MANUAL-F14-01, AND-QR-F14-01, IOS-QR-F14-01
    # clause: AND-MANUAL-F14-03, AND-QR-F14-03, IOS-QR-F14-03
    Then IB Key asks to approve the login
    When the user gives <proof>
    # clause: AND-MANUAL-F14-01, AND-QR-F14-01, IOS-QR-F14-01
    # clause: AND-MANUAL-F14-03, AND-QR-F14-03, IOS-QR-F14-03
    Then the user is logged in within 5 s
    # clause: AND-MANUAL-F14-04, AND-QR-F14-04, IOS-QR-F14-04
    And Client Portal offers no activation
    # clause: AND-MANUAL-F14-04, AND-QR-F14-04, IOS-QR-F14-04
    And a login to Client Portal is approved on the phone with <proof>
    # clause: AND-MANUAL-F14-04, AND-QR-F14-04, IOS-QR-F14-04
    And Client Portal offers no activation

    @clause-AND-MANUAL-F14-01 @clause-AND-MANUAL-F14-02 @clause-AND-MANUAL-F14-03
    @clause-AND-MANUAL-F14-04 @android @client-portal
    Examples: Android, typed
      | phone                                         | way   | proof         |
      | an Android phone without a fingerprint sensor | typed | the right PIN |

    @clause-AND-QR-F14-01 @clause-AND-QR-F14-02 @clause-AND-QR-F14-03 @clause-AND-QR-F14-04
    @android @client-portal
    Examples: Android, scanned
      | phone                                         | way     | proof               |
      | an Android phone with an enrolled fingerprint | scanned | the enrolled finger |

    @clause-IOS-QR-F14-01 @clause-IOS-QR-F14-02 @clause-IOS-QR-F14-03 @clause-IOS-QR-F14-04
    @iphone @client-portal
    Examples: iPhone, scanned
      | phone                  | way     | proof             |
      | an iPhone with Face ID | scanned | the matching face |

  @negative
  Scenario Outline: A code that activated once activates nothing else (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And the user has activated IB Key with the code <way>
    And IBKR Mobile has been deleted and installed anew
    When the user tries to activate IB Key with the same code <way>
    # clause: AND-MANUAL-F14-05, AND-QR-F14-05, IOS-QR-F14-05
    Then IBKR Mobile shows the activation error
    # clause: AND-MANUAL-F14-05, AND-QR-F14-05, IOS-QR-F14-05
    And IB Key is not active on the phone

    @clause-AND-MANUAL-F14-05 @android @client-portal
    Examples: Android, typed
      | phone                                         | way   |
      | an Android phone without a fingerprint sensor | typed |

    @clause-AND-QR-F14-05 @android @client-portal
    Examples: Android, scanned
      | phone                                         | way     |
      | an Android phone with an enrolled fingerprint | scanned |

    @clause-IOS-QR-F14-05 @iphone @client-portal
    Examples: iPhone, scanned
      | phone                  | way     |
      | an iPhone with Face ID | scanned |

  @needs-network-control
  Scenario Outline: A used code is replaced by a new login (<phone>, code <way>)
    Given the user has <phone>
    And IBKR Mobile is freshly installed on the phone
    And the user has no IB Key yet
    And the user has logged in to Client Portal
    And an activation with the code <way> has broken off after the code was sent
    When the user tries to activate IB Key with the same code <way>
    # clause: AND-MANUAL-F14-05, AND-QR-F14-05, IOS-QR-F14-05
    Then IBKR Mobile shows the activation error
    # clause: AND-MANUAL-F14-06, AND-QR-F14-06, IOS-QR-F14-06
    When the user logs out of Client Portal and in again
    # clause: AND-MANUAL-F14-06, AND-QR-F14-06, IOS-QR-F14-06
    Then Client Portal recommends to activate IB Key by scanning a QR code
    # clause: AND-MANUAL-F14-07, AND-QR-F14-07, IOS-QR-F14-07
    And the code differs from the one before
    When the user tries to activate IB Key with the fresh code <way>
    # clause: AND-MANUAL-F14-07, AND-QR-F14-07, IOS-QR-F14-07
    Then IBKR Mobile says that IB Key was activated

    @clause-AND-MANUAL-F14-05 @clause-AND-MANUAL-F14-06 @clause-AND-MANUAL-F14-07 @android @client-portal
    Examples: Android, typed
      | phone                                         | way   |
      | an Android phone without a fingerprint sensor | typed |

    @clause-AND-QR-F14-05 @clause-AND-QR-F14-06 @clause-AND-QR-F14-07 @android @client-portal
    Examples: Android, scanned
      | phone                                         | way     |
      | an Android phone with an enrolled fingerprint | scanned |

    @clause-IOS-QR-F14-05 @clause-IOS-QR-F14-06 @clause-IOS-QR-F14-07 @iphone @client-portal
    Examples: iPhone, scanned
      | phone                  | way     |
      | an iPhone with Face ID | scanned |

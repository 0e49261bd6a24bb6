@article-LOGIN-SEAMLESS
Feature: LOGIN-SEAMLESS Approve a login with IBKR Mobile
  Source: article LOGIN-SEAMLESS, steps 1 to 4; its clauses are in spec/articles/LOGIN-SEAMLESS.yaml.

  Background:
    Given the language is Traditional Chinese

  @clause-LOGIN-SEAMLESS-INT01 @clause-LOGIN-SEAMLESS-01a @clause-LOGIN-SEAMLESS-01b
  @clause-LOGIN-SEAMLESS-02a @clause-LOGIN-SEAMLESS-02b @clause-LOGIN-SEAMLESS-03a
  @clause-LOGIN-SEAMLESS-04 @severity-blocker
  Scenario Outline: A login to <surface> is approved on <phone>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And other apps have shown notifications
    And the login of <surface> is open
    # step 1
    When the user enters the user name and the password
    # clause: LOGIN-SEAMLESS-01a
    And the user clicks "登錄"
    # clause: LOGIN-SEAMLESS-01a
    Then the credentials are submitted
    # step 2
    When the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-01b, LOGIN-SEAMLESS-02a, LOGIN-SEAMLESS-02b
    Then the notification list holds exactly 1 notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-02b
    When the user taps the notification from "移動IBKR"
    # step 3
    # clause: LOGIN-SEAMLESS-02b, LOGIN-SEAMLESS-03a
    Then IB Key asks to approve the login
    # clause: LOGIN-SEAMLESS-04, LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-INT02, LOGIN-SEAMLESS-INT03, LOGIN-SEAMLESS-INT04
    And the login does not move on within 0.5 s
    When the user gives <proof>
    # step 4
    # clause: LOGIN-SEAMLESS-04, LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-INT02, LOGIN-SEAMLESS-INT03, LOGIN-SEAMLESS-INT04
    Then the login moves on by itself within 5 s
    # clause: LOGIN-SEAMLESS-INT01, LOGIN-SEAMLESS-INT02, LOGIN-SEAMLESS-INT03, LOGIN-SEAMLESS-INT04
    And the user is logged in within 5 s

    @client-portal @android @clause-LOGIN-SEAMLESS-INT03
    Examples: Client Portal with Android
      | surface       | phone                                         | proof               |
      | Client Portal | an Android phone with an enrolled fingerprint | the enrolled finger |

    @client-portal @iphone @clause-LOGIN-SEAMLESS-INT03
    Examples: Client Portal with iPhone
      | surface       | phone                  | proof             |
      | Client Portal | an iPhone with Face ID | the matching face |

    @webtrader @android @clause-LOGIN-SEAMLESS-INT04
    Examples: WebTrader with Android
      | surface   | phone                                         | proof         |
      | WebTrader | an Android phone without a fingerprint sensor | the right PIN |

    @tws @android @clause-LOGIN-SEAMLESS-INT02
    Examples: TWS with Android
      | surface | phone                                         | proof               |
      | TWS     | an Android phone with an enrolled fingerprint | the enrolled finger |

    @tws @iphone @clause-LOGIN-SEAMLESS-INT02
    Examples: TWS with iPhone
      | surface | phone                   | proof               |
      | TWS     | an iPhone with Touch ID | the enrolled finger |

  @clause-LOGIN-SEAMLESS-01b @negative
  Scenario Outline: A wrong password for <surface> sends no notification to <phone>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    When the user enters the user name and a wrong password
    And the user clicks "登錄"
    # clause: LOGIN-SEAMLESS-01b
    Then the login is refused with a message
    When the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-01b
    Then the notification list holds exactly 0 notifications from "移動IBKR"

    @client-portal @android
    Examples: Client Portal with Android
      | surface       | phone                                         |
      | Client Portal | an Android phone with an enrolled fingerprint |

    @client-portal @iphone
    Examples: Client Portal with iPhone
      | surface       | phone                  |
      | Client Portal | an iPhone with Face ID |

    @webtrader @android
    Examples: WebTrader with Android
      | surface   | phone                                         |
      | WebTrader | an Android phone with an enrolled fingerprint |

    @tws @android
    Examples: TWS with Android
      | surface | phone                                         |
      | TWS     | an Android phone with an enrolled fingerprint |

  @clause-LOGIN-SEAMLESS-01b @negative @client-portal @android @iphone
  Scenario Outline: <phone> of another user is not notified
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And another user's IB Key is active on <other phone>
    And the login of Client Portal is open
    When the other user enters the user name and the password
    And the user clicks "登錄"
    # clause: LOGIN-SEAMLESS-01b
    Then the login waits for the phone
    When the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-01b
    Then the notification list holds exactly 0 notifications from "移動IBKR"

    Examples: either way round
      | phone                                         | other phone                                   |
      | an iPhone with Face ID                        | an Android phone with an enrolled fingerprint |
      | an Android phone with an enrolled fingerprint | an iPhone with Face ID                        |

  @clause-LOGIN-SEAMLESS-02a
  Scenario Outline: The notification is found in the list of <phone> while <situation>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And <situation>
    And the login of Client Portal is open
    And the user has entered the right credentials
    When the user swipes down from the top edge of the phone's screen
    # clause: LOGIN-SEAMLESS-02a
    Then the notification list holds exactly 1 notification from "移動IBKR"
    When 10 seconds pass
    # clause: LOGIN-SEAMLESS-02a
    Then the notification list holds exactly 1 notification from "移動IBKR"

    @client-portal @android
    Examples: Android
      | phone                                         | situation               |
      | an Android phone with an enrolled fingerprint | the phone is locked     |
      | an Android phone with an enrolled fingerprint | another app is in front |

    @client-portal @iphone
    Examples: iPhone
      | phone                  | situation               |
      | an iPhone with Face ID | the phone is locked     |
      | an iPhone with Face ID | another app is in front |

  @clause-LOGIN-SEAMLESS-02c @client-portal
  Scenario: KB3234 is about notifications that do not arrive
    When the reader opens the article KB3234
    # clause: LOGIN-SEAMLESS-02c
    Then the article is about "IBKR Mobile" and "通知"

  @clause-LOGIN-SEAMLESS-03a
  Scenario Outline: The tap opens IB Key on <phone> with IBKR Mobile <state>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And IBKR Mobile is <state> on the phone
    And the login of Client Portal is open
    And the user has entered the right credentials
    When the user swipes down from the top edge of the phone's screen
    And the user taps the notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-03a
    Then IB Key asks to approve the login

    @client-portal @android
    Examples: Android
      | phone                                         | state             |
      | an Android phone with an enrolled fingerprint | closed            |
      | an Android phone with an enrolled fingerprint | in the background |
      | an Android phone with an enrolled fingerprint | in front          |

    @client-portal @iphone
    Examples: iPhone
      | phone                  | state             |
      | an iPhone with Face ID | closed            |
      | an iPhone with Face ID | in the background |
      | an iPhone with Face ID | in front          |

  @clause-LOGIN-SEAMLESS-03b @client-portal @android
  Scenario Outline: <phone> is asked for <element>
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has entered the right credentials
    When the user swipes down from the top edge of the phone's screen
    And the user taps the notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-03b
    Then IB Key asks for <element>

    Examples: by the hardware of the phone
      | phone                                         | element         |
      | an Android phone with an enrolled fingerprint | the fingerprint |
      | an Android phone without a fingerprint sensor | the PIN         |
      | an Android phone with no finger enrolled      | the PIN         |

  @clause-LOGIN-SEAMLESS-03c @client-portal @android
  Scenario Outline: <proof> approves the login
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has entered the right credentials
    And the user has opened the notification from "移動IBKR"
    When the user gives <proof>
    # clause: LOGIN-SEAMLESS-03c
    Then IB Key says that the login was approved
    # clause: LOGIN-SEAMLESS-03c
    And the login moves on by itself within 5 s

    Examples: the right security element
      | phone                                         | proof               |
      | an Android phone with an enrolled fingerprint | the enrolled finger |
      | an Android phone without a fingerprint sensor | the right PIN       |

  @clause-LOGIN-SEAMLESS-03c @negative @client-portal @android
  Scenario Outline: <proof> does not approve the login
    Given the user has <phone>
    And IB Key is active on the phone for the user
    And the login of Client Portal is open
    And the user has entered the right credentials
    And the user has opened the notification from "移動IBKR"
    When the user gives <proof>
    # clause: LOGIN-SEAMLESS-03c
    Then IB Key does not say that the login was approved
    # clause: LOGIN-SEAMLESS-03c
    And the login does not move on within 0.5 s

    Examples: anything but the right security element
      | phone                                         | proof                                |
      | an Android phone with an enrolled fingerprint | a finger that is not enrolled        |
      | an Android phone with an enrolled fingerprint | a finger that is not enrolled, twice |
      | an Android phone with an enrolled fingerprint | nothing, cancelling the prompt       |
      | an Android phone without a fingerprint sensor | a wrong PIN                          |
      | an Android phone without a fingerprint sensor | an empty PIN                         |

  @clause-LOGIN-SEAMLESS-04 @negative
  Scenario Outline: Tapping the notification alone does not move <surface> on
    Given the user has an Android phone with an enrolled fingerprint
    And IB Key is active on the phone for the user
    And the login of <surface> is open
    And the user has entered the right credentials
    When the user swipes down from the top edge of the phone's screen
    And the user taps the notification from "移動IBKR"
    # clause: LOGIN-SEAMLESS-04
    Then the login does not move on within 0.5 s

    @client-portal @android
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader @android
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws @android
    Examples: TWS
      | surface |
      | TWS     |

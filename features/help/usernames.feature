@article-LOGIN-HELP
Feature: LOGIN-HELP Which user names a login accepts
  Source: article LOGIN-HELP, the parts about Caps Lock, case and characters of the user name;
  its clauses are in spec/articles/LOGIN-HELP.yaml.

  Background:
    Given the user has no second factor

  @clause-LOGIN-HELP-USR01
  Scenario Outline: <surface> does not take a user name typed with Caps Lock on
    Given the login of <surface> is open
    When the user types the user name with Caps Lock on, and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-USR01
    Then the login is refused with a message
    When the user types the user name with Caps Lock off, and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-USR01
    Then the user is logged in within 5 s

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

  @clause-LOGIN-HELP-USR02 @clause-LOGIN-HELP-USR03
  Scenario Outline: <surface> accepts the user name as stored, in lower case
    Given the login of <surface> is open
    When the user enters the user name in lower case and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-USR02, LOGIN-HELP-USR03
    Then the user is logged in within 5 s

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

  @clause-LOGIN-HELP-USR02 @clause-LOGIN-HELP-USR03 @negative
  Scenario Outline: <surface> refuses the user name in <spelling>
    Given the login of <surface> is open
    When the user enters the user name in <spelling> and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-USR02, LOGIN-HELP-USR03
    Then the login is refused with a message

    @client-portal
    Examples: Client Portal
      | surface       | spelling   |
      | Client Portal | upper case |
      | Client Portal | mixed case |

    @webtrader
    Examples: WebTrader
      | surface   | spelling   |
      | WebTrader | upper case |
      | WebTrader | mixed case |

    @tws
    Examples: TWS
      | surface | spelling   |
      | TWS     | upper case |
      | TWS     | mixed case |

  @clause-LOGIN-HELP-CHR01
  Scenario Outline: On <surface> the user name can be typed again from scratch
    Given the login of <surface> is open
    When the user enters the user name with an inner space and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-CHR01
    Then the login is refused with a message
    When the user clears the user name and types it again, and the password
    And the user submits the credentials
    # clause: LOGIN-HELP-CHR01
    Then the user is logged in within 5 s

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

  @clause-LOGIN-HELP-CHR02 @negative
  Scenario Outline: <surface> refuses a space in the user name
    Given the login of <surface> is open
    # clause: LOGIN-HELP-CHR02
    Then each of these user names is refused:
      | a leading space  |
      | an inner space   |
      | a trailing space |

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

  @clause-LOGIN-HELP-CHR03 @negative
  Scenario Outline: <surface> refuses anything but letters and digits in the user name
    Given the login of <surface> is open
    # clause: LOGIN-HELP-CHR03
    Then each of these user names is refused:
      | an inner ! |
      | an inner @ |
      | an inner # |
      | an inner $ |
      | an inner % |
      | an inner ^ |
      | an inner & |
      | an inner * |
      | an inner ( |
      | an inner . |
      | an inner , |
      | an inner ” |
      | an inner : |

    @client-portal
    Examples: Client Portal
      | surface       |
      | Client Portal |

    @webtrader
    Examples: WebTrader
      | surface   |
      | WebTrader |

    @tws
    Examples: TWS
      | surface |
      | TWS     |

"""What server and phone of IB Key agree on: the messages between them, and how a response is computed."""

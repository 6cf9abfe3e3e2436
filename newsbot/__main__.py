"""`python -m newsbot`: the same as the command `newsbot`."""

from newsbot.main import main

if __name__ == "__main__":
    main()

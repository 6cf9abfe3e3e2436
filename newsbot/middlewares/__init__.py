"""What stands between the spider and the network: the replay that takes the network's place; politeness and guards come here too."""

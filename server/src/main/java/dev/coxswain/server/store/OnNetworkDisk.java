package dev.coxswain.server.store;

import java.nio.file.Path;

/// The folder lies on a disk that cannot be trusted to lock and to sync.
public final class OnNetworkDisk extends RuntimeException {

  private static final long serialVersionUID = 1;

  OnNetworkDisk(Path folder, String type) {
    super(
        """
        The folder %s lies on a network disk (%s), where locks and syncs are not to be relied on.
        Take a local disk or PostgreSQL, or say --allow-network-disk.\
        """
            .formatted(folder, type));
  }
}

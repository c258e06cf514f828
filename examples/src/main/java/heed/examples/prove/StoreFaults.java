package heed.examples.prove;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The faults that a proof injects into its stores.
 *
 * @param disk the folder of the disk to fill, which contains nothing but the stores; empty if no disk is filled
 * @param locked whether parts of the stores are locked
 */
record StoreFaults(Optional<Path> disk, boolean locked) {
    static final StoreFaults NONE = new StoreFaults(Optional.empty(), false);
}

package io.quorate.lab.storage;

import java.io.IOException;

/**
 * The blocks of a volume: sparse, in memory or in a file. What was never written reads as zeros. Knows copies-on-write of snapshots and
 * clones. Thread-safe.
 */
public interface BlockStore {

    /** Returns the size in bytes. */
    long size();

    /** Reads bytes at an offset. */
    void read(long offset, byte[] into, int from, int count) throws IOException;

    /** Writes bytes at an offset. */
    void write(long offset, byte[] data, int from, int count) throws IOException;

    /** Makes a range read as zeros again and gives its space back. */
    void unmap(long offset, long count) throws IOException;

    /** Returns how many bytes take space. */
    long allocated();

    /** Tells whether any byte of a range takes space. */
    boolean allocated(long offset, long count) throws IOException;

    /** Returns the bytes in which space is taken and given back. */
    int granularity();
}

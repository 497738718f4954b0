package io.quorate.lab.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The space of a pool: pieces that volumes, snapshots and clones share until one of them writes. Counts what is used as ZFS does: every piece
 * once, and what a reservation promises beyond the pieces that its volume has for itself.
 */
final class BlockSpace implements AutoCloseable {

    /** A piece of a volume; in memory or at a place in the file. */
    static final class Piece {
        final byte @Nullable [] bytes;
        final long at;
        int users = 1;

        Piece(byte @Nullable [] bytes, long at) {
            this.bytes = bytes;
            this.at = at;
        }
    }

    private final String pool;
    private final long limit;
    private final @Nullable FileChannel file;
    private final Map<Integer, Deque<Long>> free = new HashMap<>();
    private long end;
    private long physical;

    /** What reservations promise beyond the pieces that their volumes have for themselves. */
    private long promised;

    private BlockSpace(String pool, long limit, @Nullable FileChannel file) {
        this.pool = pool;
        this.limit = limit;
        this.file = file;
    }

    static BlockSpace inMemory(String pool, long limit) {
        return new BlockSpace(pool, limit, null);
    }

    /** Keeps the pieces in a sparse file that is gone after {@link #close}. */
    static BlockSpace inFile(String pool, long limit, Path directory) {
        try {
            Path path = Files.createTempFile(directory, pool + "-", ".blocks");
            return new BlockSpace(
                    pool,
                    limit,
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.SPARSE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the blocks of " + pool + " in " + directory, e);
        }
    }

    /** Promises more to a volume, or less; the caller has the lock. */
    void promise(long more) {
        promised += more;
    }

    /** Returns how many bytes of the pool are used. */
    synchronized long used() {
        return physical + promised;
    }

    synchronized long room() {
        return Math.max(0, limit - used());
    }

    /** Takes a piece of zeros for a store, unless the pool is full; what a reservation promised is always there. */
    Piece take(SparseBlocks store, int size) throws IOException {
        boolean promised = store.exclusive() + size <= store.reservation();
        if (!promised && used() + size > limit) {
            throw new NoSpaceException("pool " + pool + " is full");
        }
        physical += size;
        if (file == null) {
            return new Piece(new byte[size], 0);
        }
        Long again = free.computeIfAbsent(size, s -> new ArrayDeque<>()).poll();
        long at = again == null ? end : again;
        end = Math.max(end, at + size);
        Piece piece = new Piece(null, at);
        if (again != null) {
            write(piece, 0, new byte[size], 0, size);
        }
        return piece;
    }

    /** Gives one use of a piece back. */
    void drop(Piece piece, int size) {
        if (--piece.users == 0) {
            physical -= size;
            if (file != null) {
                free.computeIfAbsent(size, s -> new ArrayDeque<>()).add(piece.at);
            }
        }
    }

    void read(Piece piece, int offset, byte[] into, int from, int count) throws IOException {
        if (file == null) {
            System.arraycopy(bytes(piece), offset, into, from, count);
            return;
        }
        ByteBuffer target = ByteBuffer.wrap(into, from, count);
        long at = piece.at + offset;
        while (target.hasRemaining()) {
            int read = file.read(target, at);
            if (read < 0) {
                Arrays.fill(into, target.position(), from + count, (byte) 0); // beyond what was ever written
                return;
            }
            at += read;
        }
    }

    void write(Piece piece, int offset, byte[] data, int from, int count) throws IOException {
        if (file == null) {
            System.arraycopy(data, from, bytes(piece), offset, count);
            return;
        }
        ByteBuffer source = ByteBuffer.wrap(data, from, count);
        long at = piece.at + offset;
        while (source.hasRemaining()) {
            at += file.write(source, at);
        }
    }

    private static byte[] bytes(Piece piece) {
        byte[] bytes = piece.bytes;
        if (bytes == null) {
            throw new IllegalStateException("a piece in memory has bytes");
        }
        return bytes;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

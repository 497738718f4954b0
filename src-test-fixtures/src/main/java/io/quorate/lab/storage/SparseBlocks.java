package io.quorate.lab.storage;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The blocks of one volume or snapshot, in pieces of its block size. Guarded by its space. */
final class SparseBlocks implements BlockStore {
    private final BlockSpace space;
    private final int piece;
    private Map<Long, BlockSpace.Piece> pieces = new HashMap<>();
    private long size;
    private long reservation;
    private long exclusive;

    /** What its space has promised it; see {@link #settle}. */
    private long promised;

    /** Those that may share pieces with it, itself included: copies, and copies of copies. */
    private final Set<SparseBlocks> family;

    private boolean gone;

    SparseBlocks(BlockSpace space, long size, int piece) {
        this(space, size, piece, new LinkedHashSet<>());
    }

    private SparseBlocks(BlockSpace space, long size, int piece, Set<SparseBlocks> family) {
        this.space = space;
        this.size = size;
        this.piece = piece;
        this.family = family;
        family.add(this);
    }

    private void exclusive(long bytes) {
        exclusive = bytes;
        settle();
    }

    /** Tells the space what the reservation promises beyond the pieces that nobody shares. */
    private void settle() {
        long now = Math.max(0, reservation - exclusive);
        space.promise(now - promised);
        promised = now;
    }

    @Override
    public long size() {
        synchronized (space) {
            return size;
        }
    }

    @Override
    public long allocated() {
        synchronized (space) {
            return (long) pieces.size() * piece;
        }
    }

    @Override
    public boolean allocated(long offset, long count) throws IOException {
        synchronized (space) {
            check(offset, count);
            for (long index = offset / piece; index * piece < offset + count; index++) {
                if (pieces.containsKey(index)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public int granularity() {
        return piece;
    }

    @Override
    public void read(long offset, byte[] into, int from, int count) throws IOException {
        synchronized (space) {
            check(offset, count);
            long at = offset;
            int done = 0;
            while (done < count) {
                int inside = (int) (at % piece);
                int part = Math.min(count - done, piece - inside);
                BlockSpace.Piece found = pieces.get(at / piece);
                if (found == null) {
                    Arrays.fill(into, from + done, from + done + part, (byte) 0);
                } else {
                    space.read(found, inside, into, from + done, part);
                }
                at += part;
                done += part;
            }
        }
    }

    @Override
    public void write(long offset, byte[] data, int from, int count) throws IOException {
        synchronized (space) {
            check(offset, count);
            long at = offset;
            int done = 0;
            while (done < count) {
                int inside = (int) (at % piece);
                int part = Math.min(count - done, piece - inside);
                space.write(own(at / piece, part == piece), inside, data, from + done, part);
                at += part;
                done += part;
            }
        }
    }

    /** Returns a piece that nobody shares. */
    private BlockSpace.Piece own(long index, boolean overwritten) throws IOException {
        BlockSpace.Piece found = pieces.get(index);
        if (found != null && found.users == 1) {
            return found;
        }
        BlockSpace.Piece fresh = space.take(this, piece);
        if (found != null) {
            if (!overwritten) {
                byte[] old = new byte[piece];
                space.read(found, 0, old, 0, piece);
                space.write(fresh, 0, old, 0, piece);
            }
            space.drop(found, piece);
        }
        pieces.put(index, fresh);
        exclusive(exclusive + piece);
        return fresh;
    }

    @Override
    public void unmap(long offset, long count) throws IOException {
        synchronized (space) {
            check(offset, count);
            long end = offset + count;
            long first = (offset + piece - 1) / piece;
            long behind = end == size ? (end + piece - 1) / piece : end / piece;
            if (behind - first < pieces.size()) {
                for (long index = first; index < behind; index++) {
                    forget(pieces.remove(index));
                }
            } else {
                pieces.entrySet().removeIf(e -> {
                    boolean whole = e.getKey() >= first && e.getKey() < behind;
                    if (whole) {
                        forget(e.getValue());
                    }
                    return whole;
                });
            }
            zero(offset, Math.min(end, (offset + piece - 1) / piece * piece));
            zero(Math.max(offset, end / piece * piece), end);
        }
    }

    private void forget(BlockSpace.@Nullable Piece unmapped) {
        if (unmapped != null) {
            if (unmapped.users == 1) {
                exclusive(exclusive - piece);
            }
            space.drop(unmapped, piece);
        }
    }

    private void zero(long from, long to) throws IOException {
        if (from < to && pieces.containsKey(from / piece)) {
            write(from, new byte[(int) (to - from)], 0, (int) (to - from));
        }
    }

    private void check(long offset, long count) throws IOException {
        if (gone) {
            throw new IOException("the volume is gone");
        }
        if (offset < 0 || count < 0 || offset > size - count) {
            throw new IOException("beyond the end: " + count + " bytes at " + offset + " of " + size);
        }
    }

    // what the appliance does with it

    long reservation() {
        synchronized (space) {
            return reservation;
        }
    }

    long exclusive() {
        synchronized (space) {
            return exclusive;
        }
    }

    void reserve(long bytes) {
        synchronized (space) {
            reservation = bytes;
            recount();
        }
    }

    void resize(long bytes) {
        synchronized (space) {
            size = bytes;
        }
    }

    /** Returns a copy that shares every piece until one of the two writes. */
    SparseBlocks copy() {
        synchronized (space) {
            SparseBlocks copy = new SparseBlocks(space, size, piece, family);
            copy.pieces = share();
            exclusive(0);
            return copy;
        }
    }

    /** Takes the content and size of another one of the same space. */
    void become(SparseBlocks other) {
        synchronized (space) {
            Map<Long, BlockSpace.Piece> taken = other.share();
            pieces.values().forEach(p -> space.drop(p, piece));
            pieces = taken;
            size = other.size;
            family.forEach(SparseBlocks::recount);
        }
    }

    private Map<Long, BlockSpace.Piece> share() {
        pieces.values().forEach(p -> p.users++);
        return new HashMap<>(pieces);
    }

    /** Counts again what it has for itself: somebody who shared may be gone. */
    private void recount() {
        synchronized (space) {
            exclusive(pieces.values().stream().filter(p -> p.users == 1).count() * piece);
        }
    }

    /** Gives everything back; whoever still holds it gets errors. What it shared with one alone is that one's own. */
    void destroy() {
        synchronized (space) {
            boolean shared = pieces.values().stream().anyMatch(p -> p.users > 1);
            pieces.values().forEach(p -> space.drop(p, piece));
            pieces = new HashMap<>();
            reservation = 0;
            exclusive(0);
            gone = true;
            family.remove(this);
            if (shared) {
                family.forEach(SparseBlocks::recount);
            }
        }
    }
}

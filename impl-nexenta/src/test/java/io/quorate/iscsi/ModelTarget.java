package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A target behind the initiator's SPI, without a wire: logical units with reservations after SPC-4 5.13, host access, CHAP, several
 * portals, and ways to go wrong. Time passes only when a silent portal or a sleep takes it.
 */
final class ModelTarget implements InitiatorProvider, Initiator {
    static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:csv");
    static final String SECRET = "Canary-Secret-16";

    /** How a target may fail its users. */
    enum Flaw {
        PREEMPT_DOES_NOTHING,
        WRITES_ARE_NOT_STOPPED,
        GENERATION_STANDS,
        NO_RESERVATIONS,
        NO_CHAP_ENFORCED,
        RESERVE_TAKES_NOTHING,
        RESERVE_IS_OF_ANOTHER_TYPE,
        RESERVE_IS_HELD_BY_ANOTHER,
        PREEMPT_LEAVES_NO_HOLDER
    }

    final Map<Integer, Unit> units = new TreeMap<>();
    final Set<Portal> dead = new HashSet<>();
    final Set<Portal> silent = new HashSet<>();
    final Set<Iqn> admitted = new HashSet<>();
    final EnumSet<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    final List<String> log = new ArrayList<>();
    final World world = new World();
    Set<InitiatorFeature> features = EnumSet.allOf(InitiatorFeature.class);
    boolean wantsChap;
    Runnable onLogin = () -> {};

    /** Happens before a command that changes reservations is carried out. */
    Runnable onReserveOut = () -> {};

    /** Counts SCSI commands; the one with this number loses its answer and its session. */
    int cutAt = -1;

    boolean cutBeforeItIsDone;
    private int commands;
    private int sessions;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Set<InitiatorFeature> features() {
        return features;
    }

    @Override
    public Initiator open(QuorateRuntime runtime) {
        return this;
    }

    @Override
    public List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline) {
        return List.of(new DiscoveredTarget(TARGET, List.of(login.portal())));
    }

    @Override
    public InitiatorSession login(InitiatorLogin login, Deadline deadline) {
        log.add("login " + login.portal() + " " + login.initiator() + (login.chap() == null ? "" : " chap"));
        onLogin.run();
        if (dead.contains(login.portal())) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("connection refused");
        }
        if (silent.contains(login.portal())) {
            world.pass(deadline.remaining());
            throw Fault.unanswered(ErrorKind.DEADLINE_EXCEEDED).because("no answer in time");
        }
        if (wantsChap && !flaws.contains(Flaw.NO_CHAP_ENFORCED) && !proves(login.chap())) {
            throw refusal("login 2/1", "authentication failure");
        }
        if (!TARGET.equals(login.target())) {
            throw Fault.lasting(ErrorKind.NOT_FOUND).code("login 2/3").because("target not found");
        }
        if (!admitted.isEmpty() && !admitted.contains(login.initiator())) {
            throw refusal("login 2/2", "authorization failure");
        }
        return new Session(login, login.initiator() + "," + ++sessions);
    }

    private static boolean proves(Credentials.@Nullable Chap chap) {
        return chap != null && new String(chap.secret().reveal()).equals(SECRET);
    }

    private static Fault refusal(String code, String why) {
        return Fault.lasting(ErrorKind.ACCESS_DENIED).code(code).because("login refused: " + why);
    }

    /** Returns how many commands that change reservations were asked for. */
    long reserveOuts() {
        return log.stream().filter(line -> line.startsWith("5F")).count();
    }

    int commands() {
        return commands;
    }

    /** A logical unit. */
    static final class Unit {
        byte[] naa = HexFormat.of().parseHex("600144F0C0FFEE000000000000000001");
        byte[] blocks;
        int blockSize;
        int type;
        boolean writeProtected;
        final Map<String, Long> registrations = new LinkedHashMap<>();
        final Map<String, Integer> attentions = new LinkedHashMap<>();

        @Nullable
        String holder;

        int heldType;
        int generation = 0xFFFF_FFFE; // starts again at 0 within a proof

        Unit(int blockCount, int blockSize) {
            this.blocks = new byte[blockCount * blockSize];
            this.blockSize = blockSize;
        }

        boolean untouched() {
            return registrations.isEmpty() && holder == null;
        }
    }

    private final class Session implements InitiatorSession {
        private final InitiatorLogin login;
        private final String nexus;
        private boolean broken;

        Session(InitiatorLogin login, String nexus) {
            this.login = login;
            this.nexus = nexus;
            units.values().forEach(unit -> unit.attentions.put(nexus, 0x29));
        }

        private Unit unit() {
            Unit unit = units.get(login.lun());
            if (unit == null) {
                throw Fault.lasting(ErrorKind.NOT_FOUND).code("5/25/00").because("no such unit");
            }
            return unit;
        }

        @Override
        public int blockSize(Deadline deadline) {
            return unit().blockSize;
        }

        @Override
        public long blocks(Deadline deadline) {
            return unit().blocks.length / unit().blockSize;
        }

        @Override
        public byte[] read(long firstBlock, int count, Deadline deadline) {
            int size = unit().blockSize;
            log.add("read " + firstBlock + " " + count);
            return Arrays.copyOfRange(unit().blocks, (int) firstBlock * size, (int) (firstBlock + count) * size);
        }

        @Override
        public void write(long firstBlock, byte[] data, Deadline deadline) {
            assertWritable();
            log.add("write " + firstBlock + " " + data.length);
            System.arraycopy(data, 0, unit().blocks, (int) firstBlock * unit().blockSize, data.length);
        }

        private void assertWritable() {
            if (!login.writable()) {
                throw new AssertionError("a session that may not write writes");
            }
        }

        @Override
        public ScsiReply execute(byte[] cdb, byte[] out, int expectedIn, Deadline deadline) {
            if (broken) {
                throw Fault.neverSent(ErrorKind.UNREACHABLE).because("the session is gone");
            }
            int number = commands++;
            log.add(String.format("%02X%02X %s", cdb[0], cdb[1], nexus));
            if (number == cutAt && cutBeforeItIsDone) {
                throw cut();
            }
            ScsiReply reply = run(cdb, out, expectedIn);
            if (number == cutAt) {
                throw cut();
            }
            return reply;
        }

        private Fault cut() {
            broken = true;
            return Fault.unanswered(ErrorKind.UNREACHABLE).because("connection reset");
        }

        private ScsiReply run(byte[] cdb, byte[] out, int expectedIn) {
            int operation = cdb[0] & 0xFF;
            if (operation == 0xA0) {
                return good(luns(), expectedIn);
            }
            Unit unit = units.get(login.lun());
            if (unit == null) {
                return check(5, 0x25);
            }
            Integer attention = operation == 0x12 ? null : unit.attentions.remove(nexus);
            if (attention != null) {
                return check(6, attention);
            }
            return switch (operation) {
                case 0x00 -> good(new byte[0], 0);
                case 0x12 -> good(inquiry(unit, cdb), expectedIn);
                case 0x1A -> good(new byte[] {3, 0, (byte) (unit.writeProtected ? 0x80 : 0), 0}, expectedIn);
                case 0x2A -> {
                    assertWritable();
                    yield mayWrite(unit) ? good(new byte[0], 0) : conflict();
                }
                case 0x35 -> check(5, 0x20);
                case 0x5E -> flaws.contains(Flaw.NO_RESERVATIONS) ? check(5, 0x20) : good(in(unit, cdb[1]), expectedIn);
                case 0x5F -> {
                    assertWritable();
                    onReserveOut.run();
                    yield out(unit, cdb[1], cdb[2] & 0x0F, ByteBuffer.wrap(out));
                }
                case 0x9E ->
                    good(
                            ByteBuffer.allocate(32)
                                    .putLong(unit.blocks.length / unit.blockSize - 1)
                                    .putInt(unit.blockSize)
                                    .put(14, (byte) 0x80)
                                    .array(),
                            expectedIn);
                default -> check(5, 0x20);
            };
        }

        private byte[] luns() {
            ByteBuffer list = ByteBuffer.allocate(8 + 8 * (units.size() + 1));
            list.putInt(8 * (units.size() + 1)).putInt(0).putLong(0xC101L << 48);
            units.keySet().forEach(lun -> list.putLong((long) (lun < 256 ? lun : 0x4000 | lun) << 48));
            return list.array();
        }

        private byte[] inquiry(Unit unit, byte[] cdb) {
            if ((cdb[1] & 1) == 0) {
                byte[] data = new byte[36];
                Arrays.fill(data, 8, 36, (byte) ' ');
                data[0] = (byte) unit.type;
                System.arraycopy("NEXENTA".getBytes(), 0, data, 8, 7);
                System.arraycopy("COMSTAR".getBytes(), 0, data, 16, 7);
                System.arraycopy("1.0".getBytes(), 0, data, 32, 3);
                return data;
            }
            return switch (cdb[2] & 0xFF) {
                case 0x00 -> new byte[] {0, 0, 0, 3, 0, (byte) 0x80, (byte) 0x83};
                case 0x80 -> new byte[] {0, (byte) 0x80, 0, 4, 'S', 'N', '4', '2'};
                default ->
                    ByteBuffer.allocate(12 + unit.naa.length)
                            .put(new byte[] {0, (byte) 0x83, 0, (byte) (8 + unit.naa.length)})
                            // of the port, so not the unit's
                            .put(new byte[] {1, 0x14, 0, 0})
                            .put(new byte[] {1, 3, 0, (byte) unit.naa.length})
                            .put(unit.naa)
                            .array();
            };
        }

        private boolean mayWrite(Unit unit) {
            return unit.holder == null
                    || unit.registrations.containsKey(nexus)
                    || flaws.contains(Flaw.WRITES_ARE_NOT_STOPPED);
        }

        private byte[] in(Unit unit, int action) {
            if (action == 0) {
                ByteBuffer keys = ByteBuffer.allocate(8 + 8 * unit.registrations.size());
                keys.putInt(unit.generation).putInt(8 * unit.registrations.size());
                unit.registrations.values().forEach(keys::putLong);
                return keys.array();
            }
            if (unit.holder == null) {
                return ByteBuffer.allocate(8).putInt(unit.generation).array();
            }
            long holder = flaws.contains(Flaw.RESERVE_IS_HELD_BY_ANOTHER)
                    ? unit.registrations.entrySet().stream()
                            .filter(one -> !one.getKey().equals(unit.holder))
                            .mapToLong(Map.Entry::getValue)
                            .findFirst()
                            .orElse(unit.registrations.get(unit.holder))
                    : unit.registrations.get(unit.holder);
            return ByteBuffer.allocate(24)
                    .putInt(unit.generation)
                    .putInt(16)
                    .putLong(holder)
                    .put(21, (byte) (flaws.contains(Flaw.RESERVE_IS_OF_ANOTHER_TYPE) ? 1 : unit.heldType))
                    .array();
        }

        private ScsiReply out(Unit unit, int action, int type, ByteBuffer parameters) {
            Long registered = unit.registrations.get(nexus);
            long key = parameters.getLong(0);
            long other = parameters.getLong(8);
            if (action != 6 && key != (registered == null ? 0 : registered)
                    || action != 6 && action != 0 && registered == null) {
                return conflict();
            }
            switch (action) {
                case 0, 6 -> {
                    if (other != 0) {
                        unit.registrations.put(nexus, other);
                    } else {
                        drop(unit, nexus);
                    }
                    count(unit);
                }
                case 1 -> {
                    if (unit.holder != null && !(unit.holder.equals(nexus) && unit.heldType == type)) {
                        return conflict();
                    }
                    if (flaws.contains(Flaw.RESERVE_TAKES_NOTHING)) {
                        return good(new byte[0], 0);
                    }
                    unit.holder = nexus;
                    unit.heldType = type;
                }
                case 2 -> {
                    if (nexus.equals(unit.holder)) {
                        if (unit.heldType != type) {
                            return check(5, 0x26);
                        }
                        unit.holder = null;
                    }
                }
                case 3 -> {
                    unit.registrations.clear();
                    unit.holder = null;
                    count(unit);
                }
                case 4 -> {
                    return preempt(unit, type, other);
                }
                default -> {
                    return check(5, 0x24);
                }
            }
            return good(new byte[0], 0);
        }

        private ScsiReply preempt(Unit unit, int type, long victim) {
            if (!unit.registrations.containsValue(victim)) {
                return conflict();
            }
            if (flaws.contains(Flaw.PREEMPT_DOES_NOTHING)) {
                return good(new byte[0], 0);
            }
            boolean held = unit.holder != null && unit.registrations.get(unit.holder) == victim;
            for (Map.Entry<String, Long> entry : List.copyOf(unit.registrations.entrySet())) {
                if (entry.getValue() == victim && !entry.getKey().equals(nexus)) {
                    drop(unit, entry.getKey());
                    unit.attentions.put(entry.getKey(), 0x2A);
                }
            }
            if (held && !flaws.contains(Flaw.PREEMPT_LEAVES_NO_HOLDER)) {
                unit.holder = nexus;
                unit.heldType = type;
            }
            count(unit);
            return good(new byte[0], 0);
        }

        private void drop(Unit unit, String who) {
            unit.registrations.remove(who);
            if (who.equals(unit.holder)) {
                unit.holder = null;
            }
        }

        private void count(Unit unit) {
            if (!flaws.contains(Flaw.GENERATION_STANDS)) {
                unit.generation++;
            }
        }

        private ScsiReply good(byte[] data, int most) {
            return new ScsiReply(0, data.length > most ? Arrays.copyOf(data, most) : data, null);
        }

        private ScsiReply conflict() {
            return new ScsiReply(0x18, new byte[0], null);
        }

        private ScsiReply check(int key, int code) {
            byte[] sense = new byte[18];
            sense[0] = 0x70;
            sense[2] = (byte) key;
            sense[7] = 10;
            sense[12] = (byte) code;
            return new ScsiReply(2, new byte[0], sense);
        }

        @Override
        public void close() {}
    }

    /** A world in which time passes only by sleeping and by silence. */
    static final class World implements QuorateRuntime {
        private final RandomGenerator random = new SplittableRandom(4);
        Runnable onSleep = () -> {};
        private Duration passed = Duration.ZERO;

        void pass(Duration time) {
            passed = passed.plus(time);
        }

        Duration passed() {
            return passed;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plus(passed);
        }

        @Override
        public long nanos() {
            return passed.toNanos();
        }

        @Override
        public void sleep(Duration time) {
            pass(time);
            onSleep.run();
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public SocketFactory sockets() {
            throw new AssertionError("no sockets here");
        }

        @Override
        public InetSocketAddress resolve(String host, int port) {
            throw new AssertionError("no network here");
        }
    }
}

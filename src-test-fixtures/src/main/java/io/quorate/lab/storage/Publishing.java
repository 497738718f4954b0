package io.quorate.lab.storage;

import static io.quorate.lab.storage.Datasets.check;

import io.quorate.Secret;
import io.quorate.lab.kernel.Index;
import io.quorate.lab.kernel.World;
import io.quorate.lab.storage.ApplianceRefusal.Code;
import io.quorate.lab.storage.StorageGroupState.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Targets, groups, initiators, mappings and logical units of one appliance. */
final class Publishing {
    /** The group every target and every initiator is in. */
    static final String ALL = "all";

    private static final Pattern ISCSI_NAME =
            Pattern.compile("(iqn\\.[0-9]{4}-[0-9]{2}\\.[^\\s,]+|eui\\.[0-9A-Fa-f]{16}|naa\\.[0-9A-Fa-f]{16,32})");
    private static final Pattern PORTAL = Pattern.compile(".+:[0-9]{1,5}");
    private static final int NAME_LIMIT = 223;
    private static final int MIN_SECRET = 12;
    private static final int MAX_SECRET = 255;
    private static final int MAX_LUN = 16_383;
    private static final String OUI = "600144F0";

    private final World world;
    private final String appliance;
    private final Datasets datasets;
    private final Runnable seen;
    private final Set<String> leaving = new HashSet<>();
    private final Index<LogicalUnitState> unitsOf;

    /** By volume, by number, by each of the two groups and by both, for all of which there is a word. */
    private final Index<MappingState> mapped;

    /** The numbers that are taken, by who sees them. */
    private final Map<Seers, BitSet> taken = new LinkedHashMap<>();

    /** What was shown to whom since the latest event of the world: every command of an initiator asks. */
    private final Map<Path, List<StorageAppliance.Lun>> shown = new HashMap<>();

    private int shownAt;
    private Duration lag = Duration.ZERO;

    private record Path(String initiator, String target) {}

    /** Who sees the units of some mappings. */
    private record Seers(String targetGroup, String hostGroup) {
        static Seers of(MappingState mapping) {
            return new Seers(mapping.targetGroup(), mapping.hostGroup());
        }

        boolean meets(Seers other) {
            return meets(targetGroup, other.targetGroup) && meets(hostGroup, other.hostGroup);
        }

        private static boolean meets(String one, String other) {
            return one.equals(ALL) || other.equals(ALL) || one.equals(other);
        }
    }

    Publishing(World world, String appliance, Datasets datasets, Runnable seen) {
        this.world = world;
        this.appliance = appliance;
        this.datasets = datasets;
        this.seen = seen;
        this.unitsOf = world.index(
                LogicalUnitState.class, l -> l.appliance().equals(appliance) ? List.of(l.volume()) : List.of());
        this.mapped = world.index(
                MappingState.class,
                m -> m.appliance().equals(appliance)
                        ? List.of(
                                volume(m.volume()),
                                number(m.lun()),
                                group(Kind.TARGET, m.targetGroup()),
                                group(Kind.HOST, m.hostGroup()),
                                seers(Seers.of(m)))
                        : List.of());
    }

    private static String volume(String path) {
        return "volume " + path;
    }

    private static String number(int lun) {
        return "number " + lun;
    }

    private static String seers(Seers who) {
        return "seers " + who.targetGroup() + "/" + who.hostGroup();
    }

    private static String group(Kind kind, String name) {
        return kind + " " + name;
    }

    // reading

    List<TargetState> targets() {
        return world.all(TargetState.class).stream()
                .filter(t -> t.appliance().equals(appliance))
                .toList();
    }

    List<StorageGroupState> groups(Kind kind) {
        return world.all(StorageGroupState.class).stream()
                .filter(g -> g.appliance().equals(appliance) && g.kind() == kind)
                .toList();
    }

    List<InitiatorState> initiators() {
        return world.all(InitiatorState.class).stream()
                .filter(i -> i.appliance().equals(appliance))
                .toList();
    }

    List<MappingState> mappings() {
        return world.all(MappingState.class).stream()
                .filter(m -> m.appliance().equals(appliance))
                .toList();
    }

    List<LogicalUnitState> logicalUnits() {
        return world.all(LogicalUnitState.class).stream()
                .filter(l -> l.appliance().equals(appliance))
                .toList();
    }

    Optional<LogicalUnitState> unitOf(String volume) {
        return unitsOf.of(volume).stream().findFirst();
    }

    boolean isMapped(String volume) {
        return mapped.has(volume(volume));
    }

    List<MappingState> mappingsOf(String volume) {
        return mapped.of(volume(volume));
    }

    List<StorageAppliance.Lun> luns(String initiator, String target) {
        return world.read(() -> {
            if (shownAt != world.eventCount()) {
                shownAt = world.eventCount();
                shown.clear();
            }
            return shown.computeIfAbsent(new Path(initiator, target), this::shown);
        });
    }

    private List<StorageAppliance.Lun> shown(Path path) {
        return taken.keySet().stream()
                .filter(s -> in(Kind.TARGET, s.targetGroup(), path.target())
                        && in(Kind.HOST, s.hostGroup(), path.initiator()))
                .flatMap(s -> mapped.of(seers(s)).stream())
                .filter(MappingState::visible)
                .flatMap(m -> unitOf(m.volume()).stream().map(l -> new StorageAppliance.Lun(m.lun(), l.naa())))
                .sorted(Comparator.comparingInt(StorageAppliance.Lun::number))
                .toList();
    }

    private boolean in(Kind kind, String group, String member) {
        return group.equals(ALL)
                || world.find(StorageGroupState.key(appliance, kind, group))
                        .filter(g -> g.members().stream().anyMatch(member::equalsIgnoreCase))
                        .isPresent();
    }

    Optional<InitiatorState> chapOf(String initiator) {
        return world.read(() -> initiators().stream()
                .filter(i -> i.name().equalsIgnoreCase(initiator))
                .findFirst()
                .or(() -> world.find(InitiatorState.key(appliance, "*")))
                .filter(i -> i.chapSecret() != null));
    }

    // targets

    TargetState createTarget(@Nullable String name, List<String> portals, boolean chap) {
        String chosen = name == null
                ? "iqn.2005-07.com.nexenta:02:"
                        + world.random()
                                .guid("appliance/" + appliance + "/target/"
                                        + targets().size())
                : name.toLowerCase(Locale.ROOT);
        checkName(chosen);
        checkPortals(portals);
        if (world.find(TargetState.key(appliance, chosen)).isPresent()) {
            throw exists("target", chosen);
        }
        TargetState state = new TargetState(appliance, chosen, chap, true, portals, null, null);
        put(state);
        return state;
    }

    TargetState updateTarget(String name, @Nullable Boolean chap, @Nullable List<String> portals) {
        TargetState old = target(name);
        if (portals != null) {
            checkPortals(portals);
        }
        TargetState state = new TargetState(
                appliance,
                old.name(),
                chap == null ? old.chap() : chap,
                old.online(),
                portals == null ? old.portals() : portals,
                old.mutualUser(),
                old.mutualSecret());
        put(state);
        return state;
    }

    void mutualChap(String name, String user, Secret secret) {
        TargetState old = target(name);
        checkSecret(secret);
        put(new TargetState(appliance, old.name(), old.chap(), old.online(), old.portals(), user, secret));
    }

    void targetOnline(String name, boolean online) {
        TargetState old = target(name);
        put(new TargetState(
                appliance, old.name(), old.chap(), online, old.portals(), old.mutualUser(), old.mutualSecret()));
    }

    void deleteTarget(String name) {
        TargetState old = target(name);
        groups(Kind.TARGET).stream()
                .filter(g -> g.members().contains(old.name()))
                .forEach(g -> world.put(
                        StorageGroupState.key(appliance, Kind.TARGET, g.name()),
                        new StorageGroupState(
                                appliance,
                                Kind.TARGET,
                                g.name(),
                                g.members().stream()
                                        .filter(m -> !m.equals(old.name()))
                                        .toList())));
        world.remove(TargetState.key(appliance, old.name()));
        seen.run();
    }

    private void put(TargetState state) {
        world.put(TargetState.key(appliance, state.name()), state);
        seen.run();
    }

    private TargetState target(String name) {
        return targets().stream()
                .filter(t -> t.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> missing("target", name));
    }

    // groups

    void createGroup(Kind kind, String name, List<String> members) {
        check(!name.isBlank() && !name.contains("/"), "not a group's name: " + name);
        if (name.equalsIgnoreCase(ALL)
                || world.find(StorageGroupState.key(appliance, kind, name)).isPresent()) {
            throw exists("group", name);
        }
        putGroup(kind, name, members);
    }

    void updateGroup(Kind kind, String name, List<String> members) {
        groupThere(kind, name);
        putGroup(kind, name, members);
    }

    private void putGroup(Kind kind, String name, List<String> members) {
        // What is a member already was let in by somebody else, and stays as it is spelt.
        Set<String> there = groups(kind).stream()
                .filter(g -> g.name().equals(name))
                .flatMap(g -> g.members().stream())
                .collect(Collectors.toSet());
        members.stream().filter(m -> !there.contains(m)).forEach(Publishing::checkName);
        List<String> distinct = members.stream()
                .map(m -> there.contains(m) ? m : m.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        groups(kind).stream()
                .filter(g -> !g.name().equals(name))
                .forEach(g -> distinct.stream()
                        .filter(g.members()::contains)
                        .findFirst()
                        .ifPresent(m -> {
                            throw new ApplianceRefusal(Code.EEXIST, m + " is already a member of group " + g.name());
                        }));
        world.put(StorageGroupState.key(appliance, kind, name), new StorageGroupState(appliance, kind, name, distinct));
        seen.run();
    }

    void deleteGroup(Kind kind, String name) {
        groupThere(kind, name);
        if (mapped.has(group(kind, name))) {
            throw new ApplianceRefusal(Code.EBUSY, "group " + name + " is used by LUN mappings");
        }
        world.remove(StorageGroupState.key(appliance, kind, name));
        seen.run();
    }

    private void groupThere(Kind kind, String name) {
        if (world.find(StorageGroupState.key(appliance, kind, name)).isEmpty()) {
            throw missing("group", name);
        }
    }

    // initiators

    void setInitiator(String name, @Nullable String user, @Nullable Secret secret) {
        if (!name.equals("*")) {
            checkName(name);
        }
        if (secret != null) {
            checkSecret(secret);
        }
        String key = name.toLowerCase(Locale.ROOT);
        world.put(
                InitiatorState.key(appliance, key),
                new InitiatorState(appliance, key, user == null && secret != null ? key : user, secret));
        seen.run();
    }

    void deleteInitiator(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (world.find(InitiatorState.key(appliance, key)).isEmpty()) {
            throw missing("initiator", name);
        }
        world.remove(InitiatorState.key(appliance, key));
        seen.run();
    }

    // mappings

    void lag(Duration value) {
        check(!value.isNegative(), "a lag is not negative");
        lag = value;
    }

    MappingState map(String volume, String targetGroup, String hostGroup, @Nullable Integer lun) {
        datasets.volumeThere(volume);
        if (!targetGroup.equals(ALL)) {
            groupThere(Kind.TARGET, targetGroup);
        }
        if (!hostGroup.equals(ALL)) {
            groupThere(Kind.HOST, hostGroup);
        }
        Seers seers = new Seers(targetGroup, hostGroup);
        if (mappingsOf(volume).stream().anyMatch(m -> Seers.of(m).meets(seers))) {
            throw exists("LUN mapping of", volume);
        }
        BitSet beside = new BitSet();
        taken.forEach((others, numbers) -> {
            if (others.meets(seers)) {
                beside.or(numbers);
            }
        });
        int number = lun == null ? beside.nextClearBit(0) : lun;
        check(number >= 0 && number <= MAX_LUN, "not a LUN: " + number);
        if (beside.get(number)) {
            throw exists("LUN", Integer.toString(number));
        }
        if (unitOf(volume).isEmpty()) {
            String naa = newNaa();
            world.put(LogicalUnitState.key(appliance, naa), new LogicalUnitState(appliance, naa, volume, false, false));
        }
        String id = Long.toHexString(
                world.random().stream("appliance/" + appliance + "/mappings").nextLong());
        MappingState state = new MappingState(appliance, id, volume, number, targetGroup, hostGroup, lag.isZero());
        world.put(MappingState.key(appliance, id), state);
        taken.computeIfAbsent(seers, none -> new BitSet()).set(number);
        if (lag.isZero()) {
            seen.run();
        } else {
            world.schedule(lag, MappingState.key(appliance, id).path(), "mapping shows", () -> show(id));
        }
        return state;
    }

    private void show(String id) {
        world.find(MappingState.key(appliance, id)).ifPresent(m -> {
            world.put(
                    MappingState.key(appliance, id),
                    new MappingState(appliance, id, m.volume(), m.lun(), m.targetGroup(), m.hostGroup(), true));
            seen.run();
        });
    }

    void unmap(String id) {
        MappingState mapping =
                world.find(MappingState.key(appliance, id)).orElseThrow(() -> missing("LUN mapping", id));
        if (lag.isZero() || !mapping.visible()) {
            gone(id);
        } else if (leaving.add(id)) {
            world.schedule(lag, MappingState.key(appliance, id).path(), "mapping goes", () -> gone(id));
        }
    }

    private void gone(String id) {
        leaving.remove(id);
        world.find(MappingState.key(appliance, id)).ifPresent(m -> {
            Seers seers = Seers.of(m);
            BitSet numbers = taken.getOrDefault(seers, new BitSet());
            numbers.clear(m.lun());
            if (numbers.isEmpty()) {
                taken.remove(seers);
            }
            world.remove(MappingState.key(appliance, id));
        });
        seen.run();
    }

    /** A renamed volume loses its mappings and keeps its logical unit. */
    void renamed(String path, String newPath) {
        mappingsOf(path).forEach(m -> gone(m.id()));
        unitOf(path)
                .ifPresent(l -> world.put(
                        LogicalUnitState.key(appliance, l.naa()),
                        new LogicalUnitState(appliance, l.naa(), newPath, l.writeCacheDisabled(), l.writeProtected())));
    }

    /** A volume's logical unit and its reservations go with it. */
    void deleted(String path) {
        unitOf(path).ifPresent(l -> {
            world.remove(LogicalUnitState.key(appliance, l.naa()));
            world.remove(ReservationState.key(l.naa()));
        });
    }

    void updateUnit(String naa, @Nullable Boolean writeCacheDisabled, @Nullable Boolean writeProtected) {
        LogicalUnitState old = world.find(LogicalUnitState.key(appliance, naa.toUpperCase(Locale.ROOT)))
                .orElseThrow(() -> missing("logical unit", naa));
        world.put(
                LogicalUnitState.key(appliance, old.naa()),
                new LogicalUnitState(
                        appliance,
                        old.naa(),
                        old.volume(),
                        writeCacheDisabled == null ? old.writeCacheDisabled() : writeCacheDisabled,
                        writeProtected == null ? old.writeProtected() : writeProtected));
        seen.run();
    }

    private String newNaa() {
        StringBuilder naa = new StringBuilder(OUI);
        while (naa.length() < 32) {
            naa.append(String.format(
                    Locale.ROOT,
                    "%08X",
                    world.random().stream("appliance/" + appliance + "/units").nextInt()));
        }
        return naa.toString();
    }

    /** Returns a sentence when an initiator would see one number twice, or null. */
    @Nullable
    String twice() {
        Map<Integer, List<MappingState>> byNumber = new LinkedHashMap<>();
        for (MappingState mapping : mappings()) {
            List<MappingState> same = byNumber.computeIfAbsent(mapping.lun(), none -> new ArrayList<>());
            String wrong = twice(mapping, same);
            if (wrong != null) {
                return wrong;
            }
            same.add(mapping);
        }
        return null;
    }

    /** Returns the same of one mapping and those of its number. */
    @Nullable
    String twice(@Nullable MappingState mapping) {
        return mapping == null || !mapping.appliance().equals(appliance)
                ? null
                : twice(mapping, mapped.of(number(mapping.lun())));
    }

    private static @Nullable String twice(MappingState mapping, List<MappingState> same) {
        for (MappingState other : same) {
            if (!other.id().equals(mapping.id()) && Seers.of(other).meets(Seers.of(mapping))) {
                return "LUN " + mapping.lun() + " is both " + other.volume() + " and " + mapping.volume();
            }
        }
        return null;
    }

    // helpers

    private static void checkName(String name) {
        check(name.length() <= NAME_LIMIT && ISCSI_NAME.matcher(name).matches(), "not an iSCSI name: " + name);
    }

    private static void checkPortals(List<String> portals) {
        portals.forEach(p -> check(PORTAL.matcher(p).matches(), "not address:port: " + p));
    }

    private static void checkSecret(Secret secret) {
        char[] chars = secret.reveal();
        int length = chars.length;
        Arrays.fill(chars, '\0');
        check(length >= MIN_SECRET && length <= MAX_SECRET, "a CHAP secret has 12 to 255 characters");
    }

    private static ApplianceRefusal missing(String kind, String name) {
        return new ApplianceRefusal(Code.ENOENT, kind + " " + name + " not found");
    }

    private static ApplianceRefusal exists(String kind, String name) {
        return new ApplianceRefusal(Code.EEXIST, kind + " " + name + " exists");
    }
}

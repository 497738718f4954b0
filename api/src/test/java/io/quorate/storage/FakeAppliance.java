package io.quorate.storage;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Endpoint;
import io.quorate.ManualRuntime;
import io.quorate.Rig;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.call.CallListener;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Find;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.GetGroup;
import io.quorate.storage.command.GetInitiator;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.GetTarget;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.ListGroups;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.RemoveMapping;
import io.quorate.storage.command.RemoveTarget;
import io.quorate.storage.command.RequireChap;
import io.quorate.storage.command.SetChap;
import io.quorate.storage.command.SetWriteCache;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An appliance of maps that understands the SAN commands and can fail after any change. */
final class FakeAppliance implements Backend {
    final ManualRuntime runtime = new ManualRuntime();
    final Map<DatasetPath, Volume> volumes = new TreeMap<>();
    final Map<Iqn, IscsiTarget> targets = new TreeMap<>();
    final Map<String, Set<Iqn>> targetGroups = new TreeMap<>();
    final Map<String, Set<Iqn>> hostGroups = new TreeMap<>();
    final Map<Iqn, RemoteInitiator> initiators = new TreeMap<>();
    final Map<String, LunMapping> mappings = new TreeMap<>();
    final Map<DatasetPath, LogicalUnit> units = new TreeMap<>();
    final List<String> changes = new ArrayList<>();
    final List<Command<?>> sent = new ArrayList<>();
    /** What somebody else does before a command is looked at, by the command's name. */
    final Map<String, Runnable> before = new TreeMap<>();

    int reads;
    int failAt = -1;
    Fault failure = Fault.unanswered(ErrorKind.UNREACHABLE).because("cut");
    Duration unitShowsAfter = Duration.ZERO;
    private Duration unitHidden = Duration.ZERO;
    private int ids;

    StorageClient connect() {
        return new StorageClient(engine().calls("san"));
    }

    Engine engine() {
        Endpoint endpoint = new Endpoint(
                "san", "script", Map.of("nex1", URI.create("script://nex1")), null, Trust.platform(), Map.of());
        HostSettings settings = new HostSettings(
                Rig.steady(3), new BreakerSettings(500, Duration.ofSeconds(30)), BulkheadSettings.defaults());
        return new Engine(
                runtime, List.of(new Site(endpoint, this, runtime, host -> settings)), null, CallListener.NONE);
    }

    void volume(DatasetPath path) {
        volumes.put(
                path,
                new Volume(
                        path,
                        Integer.toString(7 + volumes.size()),
                        Size.gib(1),
                        Size.kib(32),
                        Provisioning.THIN,
                        null,
                        Size.bytes(0)));
    }

    void map(DatasetPath path, String targetGroup, String hostGroup) {
        String id = "map" + ids++;
        int lun = (int) mappings.values().stream()
                .filter(m -> m.hostGroup().equals(hostGroup))
                .count();
        mappings.put(id, new LunMapping(id, path, lun, targetGroup, hostGroup));
        units.computeIfAbsent(path, p -> {
            unitHidden = runtime.passed().plus(unitShowsAfter);
            return new LogicalUnit(
                    Naa.of("600144f0"
                            + String.format("%024x", volumes.get(p).guid().hashCode())),
                    p,
                    true,
                    false);
        });
    }

    /** Who can reach a volume, and through which targets without CHAP. */
    Set<Iqn> seers(DatasetPath volume) {
        Set<Iqn> seers = new TreeSet<>();
        for (LunMapping m : mappings.values()) {
            if (m.volume().equals(volume)
                    && !targetGroups.getOrDefault(m.targetGroup(), Set.of()).isEmpty()) {
                seers.addAll(hostGroups.getOrDefault(m.hostGroup(), Set.of()));
            }
        }
        return seers;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> R send(Command<R> command, Call call) {
        if (command.safety() == Safety.READ) {
            reads++;
            return (R) answer(command);
        }
        changes.add(command.name());
        sent.add(command);
        Object done = answer(command);
        if (changes.size() - 1 == failAt) {
            failAt = -1;
            throw failure;
        }
        return (R) done;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <R> Observation<R> look(Command<R> command, Call call) {
        reads++;
        Runnable meanwhile = before.remove(command.name());
        if (meanwhile != null) {
            meanwhile.run();
        }
        Object seen = null;
        if (command instanceof CreateTarget c) {
            seen = targets.get(c.iqn());
        } else if (command instanceof CreateGroup c) {
            seen = group(c.kind(), c.group());
        } else if (command instanceof CreateMapping c) {
            seen = mappings.values().stream()
                    .filter(m -> m.volume().equals(c.volume())
                            && m.targetGroup().equals(c.targetGroup())
                            && m.hostGroup().equals(c.hostGroup()))
                    .findFirst()
                    .orElse(null);
        } else if (command instanceof SetChap c && !c.renew()) {
            RemoteInitiator known = initiators.get(c.iqn());
            seen = known != null && known.chapSecretSet() && c.login().user().equals(known.chapUser()) ? known : null;
        } else if (command instanceof RequireChap c) {
            IscsiTarget target = targets.get(c.iqn());
            seen = target != null && target.chap() == c.chap() ? target : null;
        } else if (command instanceof WidenGroup c) {
            seen = c.members().equals(groups(c.kind()).get(c.group())) ? group(c.kind(), c.group()) : null;
        } else if (command instanceof SetWriteCache c) {
            LogicalUnit unit = units.get(c.volume());
            seen = unit != null && unit.writeCacheDisabled() != c.enabled() ? unit : null;
        }
        return seen == null ? Observation.absent() : (Observation<R>) Observation.present(seen);
    }

    private Object answer(Command<?> command) {
        if (command instanceof Find<?> find) {
            try {
                return Optional.ofNullable(answer(find.get()));
            } catch (Fault absent) {
                return Optional.empty();
            }
        } else if (command instanceof GetVolume c) {
            return there(volumes.get(c.path()));
        } else if (command instanceof GetTarget c) {
            return there(targets.get(c.iqn()));
        } else if (command instanceof GetInitiator c) {
            return there(initiators.get(c.iqn()));
        } else if (command instanceof GetGroup c) {
            return there(group(c.kind(), c.group()));
        } else if (command instanceof GetLogicalUnit c) {
            return there(runtime.passed().compareTo(unitHidden) < 0 ? null : units.get(c.volume()));
        } else if (command instanceof ListGroups c) {
            return new Page<>(
                    groups(c.kind()).keySet().stream()
                            .map(name -> group(c.kind(), name))
                            .toList(),
                    false);
        } else if (command instanceof ListMappings c) {
            return new Page<>(
                    mappings.values().stream()
                            .filter(m -> c.volume() == null || m.volume().equals(c.volume()))
                            .toList(),
                    false);
        }
        return change(command);
    }

    private Object change(Command<?> command) {
        if (command instanceof SetChap c) {
            initiators.put(c.iqn(), new RemoteInitiator(c.iqn(), c.login().user(), true));
            return initiators.get(c.iqn());
        } else if (command instanceof CreateTarget c) {
            refuse(targets.containsKey(c.iqn()), "EEXIST");
            targets.put(c.iqn(), new IscsiTarget(c.iqn(), "online", false, c.portals()));
            return targets.get(c.iqn());
        } else if (command instanceof RequireChap c) {
            IscsiTarget old = targets.get(c.iqn());
            targets.put(c.iqn(), new IscsiTarget(old.name(), old.state(), c.chap(), old.portals()));
            return targets.get(c.iqn());
        } else if (command instanceof CreateGroup c) {
            refuse(groups(c.kind()).containsKey(c.group()), "EEXIST");
            return put(c.kind(), c.group(), c.members());
        } else if (command instanceof WidenGroup c) {
            refuse(!c.members().containsAll(groups(c.kind()).get(c.group())), "ECONFLICT");
            return put(c.kind(), c.group(), c.members());
        } else if (command instanceof CreateMapping c) {
            there(targetGroups.get(c.targetGroup()));
            there(hostGroups.get(c.hostGroup()));
            map(c.volume(), c.targetGroup(), c.hostGroup());
            return mappings.get("map" + (ids - 1));
        } else if (command instanceof SetWriteCache c) {
            LogicalUnit old = units.get(c.volume());
            units.put(c.volume(), new LogicalUnit(old.naa(), old.volume(), !c.enabled(), old.writeProtected()));
            return units.get(c.volume());
        } else if (command instanceof RemoveMapping c) {
            mappings.remove(c.mapping().id());
            if (mappings.values().stream()
                    .noneMatch(m -> m.volume().equals(c.mapping().volume()))) {
                units.remove(c.mapping().volume());
            }
            return null;
        } else if (command instanceof RemoveGroup c) {
            refuse(
                    mappings.values().stream()
                            .anyMatch(m -> c.group()
                                    .equals(c.kind() == StorageGroup.Kind.HOST ? m.hostGroup() : m.targetGroup())),
                    "EBUSY");
            groups(c.kind()).remove(c.group());
            return null;
        } else if (command instanceof RemoveTarget c) {
            refuse(targetGroups.values().stream().anyMatch(g -> g.contains(c.iqn())), "EBUSY");
            targets.remove(c.iqn());
            return null;
        }
        throw new AssertionError("not expected: " + command);
    }

    private Map<String, Set<Iqn>> groups(StorageGroup.Kind kind) {
        return kind == StorageGroup.Kind.HOST ? hostGroups : targetGroups;
    }

    private StorageGroup group(StorageGroup.Kind kind, String name) {
        Set<Iqn> members = groups(kind).get(name);
        return members == null ? null : new StorageGroup(kind, name, members);
    }

    private StorageGroup put(StorageGroup.Kind kind, String name, Set<Iqn> members) {
        groups(kind).put(name, members);
        return group(kind, name);
    }

    private static <T> T there(T thing) {
        if (thing == null) {
            throw Fault.lasting(ErrorKind.NOT_FOUND).code("ENOENT").because("not there");
        }
        return thing;
    }

    private static void refuse(boolean when, String code) {
        if (when) {
            throw Fault.lasting(ErrorKind.CONFLICT).code(code).because("refused");
        }
    }

    @Override
    public List<String> missingFor(Command<?> command) {
        return List.of();
    }

    @Override
    public Optional<Owner> locate(Command<?> command, Call call) {
        return Optional.of(Owner.surely(call.host()));
    }

    @Override
    public java.util.Set<Class<?>> commands() {
        return java.util.Set.of();
    }

    @Override
    public List<Step> steps(Command<?> command, Call call) {
        return foreseen(command, call.host());
    }

    @Override
    public List<Step> foreseen(Command<?> command, String host) {
        return List.of(command::toString);
    }

    @Override
    public String wire() {
        return "script";
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return targets + "\n" + targetGroups + "\n" + hostGroups + "\n" + initiators + "\n" + mappings + "\n" + units;
    }
}

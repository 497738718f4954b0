package io.quorate.lab.nef;

import io.quorate.Secret;
import io.quorate.lab.storage.ApplianceRefusal;
import io.quorate.lab.storage.InitiatorState;
import io.quorate.lab.storage.LogicalUnitState;
import io.quorate.lab.storage.MappingState;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.lab.storage.StorageGroupState;
import io.quorate.lab.storage.StorageGroupState.Kind;
import io.quorate.lab.storage.TargetState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code san/...}: targets, initiators, groups, mappings and logical units. */
final class NefSan {
    private static final String TARGETS = "san/iscsi/targets";
    private static final String INITIATORS = "san/iscsi/remoteInitiators";
    private static final String MAPPINGS = "san/lunMappings";
    private static final String UNITS = "san/logicalUnits";
    private static final String ALL = "all";
    private static final int DEFAULT_PORT = 3260;
    private static final int SHORTEST_SECRET = 12;
    private static final int LONGEST_SECRET = 255;

    private final StorageAppliance appliance;
    private final NefSettings settings;
    private final List<String> portals;

    /**
     * @param portals where a target listens that is created without portals
     */
    NefSan(StorageAppliance appliance, NefSettings settings, List<String> portals) {
        this.appliance = appliance;
        this.settings = settings;
        this.portals = List.copyOf(portals);
    }

    void routes(NefRoute.Table table) {
        table.add("GET", TARGETS, c -> targets().list(appliance.targets(), c.query(), Set.of()));
        table.add("GET", TARGETS + "/*", c -> targets().get(target(c.id()), c.query()));
        table.add("POST", TARGETS, this::createTarget);
        table.add("PUT", TARGETS + "/*", this::updateTarget);
        table.add("DELETE", TARGETS + "/*", this::deleteTarget);

        table.add("GET", INITIATORS, c -> initiators().list(appliance.initiators(), c.query(), Set.of()));
        table.add("GET", INITIATORS + "/*", c -> initiators().get(initiator(c.id()), c.query()));
        table.add("POST", INITIATORS, this::createInitiator);
        table.add("PUT", INITIATORS + "/*", this::updateInitiator);
        table.add("DELETE", INITIATORS + "/*", this::deleteInitiator);

        for (Kind kind : Kind.values()) {
            String groups = "san/" + kind.name().toLowerCase(Locale.ROOT) + "groups";
            table.add("GET", groups, c -> groups(groups).list(appliance.groups(kind), c.query(), Set.of()));
            table.add("GET", groups + "/*", c -> groups(groups).get(group(kind, c.id()), c.query()));
            table.add("POST", groups, c -> createGroup(groups, kind, c));
            table.add("PUT", groups + "/*", c -> updateGroup(kind, c));
            table.add("DELETE", groups + "/*", c -> deleteGroup(kind, c));
        }

        table.add("GET", MAPPINGS, c -> mappings().list(visible(c.query().get("volume")), c.query(), Set.of()));
        table.add("GET", MAPPINGS + "/*", c -> mappings().get(mapping(c.id()), c.query()));
        table.add("POST", MAPPINGS, this::createMapping);
        table.add("DELETE", MAPPINGS + "/*", this::deleteMapping);

        table.add("GET", UNITS, c -> units().list(units(c.query().get("volume")), c.query(), Set.of()));
        table.add("GET", UNITS + "/*", c -> units().get(unit(c.id()), c.query()));
        table.add("PUT", UNITS + "/*", this::updateUnit);
    }

    // targets

    private NefSchema<TargetState> targets() {
        return new NefSchema<TargetState>(TARGETS, settings, TargetState::name)
                .with("name", TargetState::name)
                .with("state", t -> t.online() ? "online" : "offline")
                .with("authentication", t -> t.chap() ? "chap" : "none")
                .with("alias", t -> "")
                .with("chapUser", t -> t.mutualUser() == null ? "" : t.mutualUser())
                .with("chapSecretSet", t -> t.mutualSecret() != null)
                .with("portals", t -> t.portals().stream().map(NefSan::portal).toList());
    }

    private static Map<String, Object> portal(String text) {
        int colon = text.lastIndexOf(':');
        String address = colon < 0 ? text : text.substring(0, colon);
        Map<String, Object> portal = new LinkedHashMap<>();
        portal.put("address", address.startsWith("[") ? address.substring(1, address.length() - 1) : address);
        portal.put("port", colon < 0 ? DEFAULT_PORT : Integer.parseInt(text.substring(colon + 1)));
        return portal;
    }

    private static @Nullable List<String> portals(NefBody body) {
        List<JsonNode> nodes = body.list("portals");
        if (nodes == null) {
            return null;
        }
        List<String> portals = new ArrayList<>();
        for (JsonNode node : nodes) {
            JsonNode address = node.get("address");
            JsonNode port = node.get("port");
            if (address == null || !address.isString() || !address.asString().matches("[0-9A-Za-z.:-]{1,64}")) {
                throw NefRefusal.badArgument("a portal's address");
            }
            if (port != null && (!port.isInt() || port.asInt() < 1 || port.asInt() > 65_535)) {
                throw NefRefusal.badArgument("a portal's port");
            }
            String host = address.asString().contains(":") ? "[" + address.asString() + "]" : address.asString();
            portals.add(host + ":" + (port == null ? DEFAULT_PORT : port.asInt()));
        }
        return portals;
    }

    private static @Nullable Boolean chap(NefBody body) {
        String authentication = body.text("authentication");
        if (authentication == null) {
            return null;
        }
        if (!authentication.equals("none") && !authentication.equals("chap")) {
            throw NefRefusal.badArgument("authentication is neither none nor chap");
        }
        return authentication.equals("chap");
    }

    private TargetState target(String name) {
        return appliance.targets().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("iSCSI target " + name + " not found"));
    }

    private NefAnswer createTarget(NefCall call) {
        call.allow();
        NefBody body =
                call.body().allow(Set.of("name", "portals", "authentication", "alias", "chapUser", "chapSecret"));
        List<String> wanted = portals(body);
        Secret secret = secret(body);
        TargetState target = appliance.createTarget(
                body.text("name"),
                wanted == null || wanted.isEmpty() ? portals : wanted,
                Boolean.TRUE.equals(chap(body)));
        proves(target.name(), body, secret);
        return NefAnswer.created(TARGETS, target.name());
    }

    private NefAnswer updateTarget(NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("portals", "authentication", "alias", "chapUser", "chapSecret"));
        Secret secret = secret(body);
        appliance.updateTarget(call.id(), chap(body), portals(body));
        proves(call.id(), body, secret);
        return NefAnswer.done();
    }

    private void proves(String target, NefBody body, @Nullable Secret secret) {
        if (secret != null) {
            String user = body.text("chapUser");
            appliance.mutualChap(target, user == null ? target : user, secret);
        }
    }

    private NefAnswer deleteTarget(NefCall call) {
        call.allow();
        appliance.deleteTarget(call.id());
        return NefAnswer.done();
    }

    // initiators

    private NefSchema<InitiatorState> initiators() {
        return new NefSchema<InitiatorState>(INITIATORS, settings, InitiatorState::name)
                .with("name", InitiatorState::name)
                .with("chapUser", i -> i.chapUser() == null ? "" : i.chapUser())
                .with("chapSecretSet", i -> i.chapSecret() != null);
    }

    private InitiatorState initiator(String name) {
        return appliance.initiators().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("Remote initiator " + name + " not found"));
    }

    private NefAnswer createInitiator(NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("name", "chapUser", "chapSecret"));
        String name = body.requiredText("name");
        if (appliance.initiators().stream().anyMatch(i -> i.name().equals(name))) {
            throw new ApplianceRefusal(ApplianceRefusal.Code.EEXIST, "Remote initiator " + name + " already exists");
        }
        appliance.setInitiator(name, body.text("chapUser"), secret(body));
        return NefAnswer.created(INITIATORS, name);
    }

    private NefAnswer updateInitiator(NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("chapUser", "chapSecret"));
        InitiatorState before = initiator(call.id());
        Secret secret = secret(body);
        appliance.setInitiator(
                call.id(),
                body.has("chapUser") ? body.text("chapUser") : before.chapUser(),
                secret == null ? before.chapSecret() : secret);
        return NefAnswer.done();
    }

    private NefAnswer deleteInitiator(NefCall call) {
        call.allow();
        initiator(call.id());
        appliance.deleteInitiator(call.id());
        return NefAnswer.done();
    }

    private static @Nullable Secret secret(NefBody body) {
        String text = body.text("chapSecret");
        if (text == null) {
            return null;
        }
        if (text.length() < SHORTEST_SECRET || text.length() > LONGEST_SECRET) {
            throw NefRefusal.badArgument("chapSecret has not 12 to 255 characters");
        }
        return Secret.of(text);
    }

    // groups

    private NefSchema<StorageGroupState> groups(String collection) {
        return new NefSchema<StorageGroupState>(collection, settings, StorageGroupState::name)
                .with("name", StorageGroupState::name)
                .with("members", StorageGroupState::members);
    }

    private StorageGroupState group(Kind kind, String name) {
        return appliance.groups(kind).stream()
                .filter(g -> g.name().equals(name))
                .findFirst()
                .orElseThrow(() -> missing("Group " + name + " not found"));
    }

    private NefAnswer createGroup(String collection, Kind kind, NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("name", "members"));
        String name = body.requiredText("name");
        List<String> members = body.texts("members");
        appliance.createGroup(kind, name, members == null ? List.of() : members);
        return NefAnswer.created(collection, name);
    }

    private NefAnswer updateGroup(Kind kind, NefCall call) {
        call.allow();
        List<String> members = call.body().allow(Set.of("members")).texts("members");
        if (members == null) {
            throw NefRefusal.badArgument("missing property: members");
        }
        appliance.updateGroup(kind, call.id(), members);
        return NefAnswer.done();
    }

    private NefAnswer deleteGroup(Kind kind, NefCall call) {
        call.allow();
        appliance.deleteGroup(kind, call.id());
        return NefAnswer.done();
    }

    // mappings

    private NefSchema<MappingState> mappings() {
        return new NefSchema<MappingState>(MAPPINGS, settings, MappingState::id)
                .with("id", MappingState::id)
                .with("lun", MappingState::lun)
                .with("volume", MappingState::volume)
                .with("targetGroup", MappingState::targetGroup)
                .with("hostGroup", MappingState::hostGroup);
    }

    private List<MappingState> visible(@Nullable String volume) {
        List<MappingState> some = volume == null ? appliance.mappings() : appliance.mappingsOf(volume);
        return some.stream().filter(MappingState::visible).toList();
    }

    private MappingState mapping(String id) {
        return appliance.mapping(id).filter(MappingState::visible).orElseThrow(() -> missing("No such lun mapping"));
    }

    private NefAnswer createMapping(NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("volume", "targetGroup", "hostGroup", "lun"));
        String targets = body.text("targetGroup");
        String hosts = body.text("hostGroup");
        Long lun = body.number("lun");
        if (lun != null && lun > 16_383) {
            throw NefRefusal.badArgument("lun is out of range");
        }
        MappingState mapping = appliance.map(
                body.requiredText("volume"),
                targets == null ? ALL : targets,
                hosts == null ? ALL : hosts,
                lun == null ? null : lun.intValue());
        return NefAnswer.created(MAPPINGS, mapping.id());
    }

    private NefAnswer deleteMapping(NefCall call) {
        call.allow();
        if (appliance.mapping(call.id()).isEmpty()) {
            throw missing("No such lun mapping");
        }
        appliance.unmap(call.id());
        return NefAnswer.done();
    }

    // logical units

    private NefSchema<LogicalUnitState> units() {
        return new NefSchema<LogicalUnitState>(UNITS, settings, LogicalUnitState::naa)
                .with("guid", LogicalUnitState::naa)
                .with("volume", LogicalUnitState::volume)
                .with("writebackCacheDisabled", LogicalUnitState::writeCacheDisabled)
                .with("writeProtect", LogicalUnitState::writeProtected);
    }

    private List<LogicalUnitState> units(@Nullable String volume) {
        return volume == null
                ? appliance.logicalUnits()
                : appliance.logicalUnitOf(volume).stream().toList();
    }

    private LogicalUnitState unit(String guid) {
        return appliance
                .logicalUnit(guid)
                .filter(u -> u.naa().equals(guid))
                .orElseThrow(() -> missing("Logical unit " + guid + " not found"));
    }

    private NefAnswer updateUnit(NefCall call) {
        call.allow();
        NefBody body = call.body().allow(Set.of("writebackCacheDisabled", "writeProtect"));
        unit(call.id());
        appliance.updateLogicalUnit(call.id(), body.flag("writebackCacheDisabled"), body.flag("writeProtect"));
        return NefAnswer.done();
    }

    private static ApplianceRefusal missing(String message) {
        return new ApplianceRefusal(ApplianceRefusal.Code.ENOENT, message);
    }
}

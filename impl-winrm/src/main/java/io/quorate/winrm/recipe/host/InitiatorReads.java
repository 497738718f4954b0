package io.quorate.winrm.recipe.host;

import io.quorate.host.InitiatorService;
import io.quorate.host.InitiatorSession;
import io.quorate.host.NodeTarget;
import io.quorate.host.TargetPortal;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements that read the iSCSI initiator, with the properties they ask for and the decoders of their answers. */
final class InitiatorReads {
    static final String SERVICE = "MSiSCSI";

    private static final List<String> SERVICE_STATE = List.of("Name", "Status", "StartType");
    private static final List<String> PORT = List.of("NodeAddress", "ConnectionType");
    private static final List<String> PORTAL =
            List.of("TargetPortalAddress", "TargetPortalPortNumber", "InitiatorPortalAddress");
    private static final List<String> TARGET = List.of("NodeAddress", "IsConnected");
    private static final List<String> SESSION = List.of(
            "SessionIdentifier",
            "TargetNodeAddress",
            "InitiatorNodeAddress",
            "IsConnected",
            "IsPersistent",
            "NumberOfConnections");
    private static final List<String> CONNECTION = List.of("ConnectionIdentifier", "TargetAddress", "TargetPortNumber");

    private static final String SESSION_MARK = "SessionIdentifier";
    private static final String CONNECTION_MARK = "ConnectionIdentifier";
    private static final int MOST_SESSIONS = 1_000;

    private static final Words STATUS = Words.of(1, "Stopped")
            .and(2, "StartPending")
            .and(3, "StopPending")
            .and(4, "Running")
            .and(5, "ContinuePending")
            .and(6, "PausePending")
            .and(7, "Paused");
    private static final Words START_TYPE = Words.of(0, "Boot")
            .and(1, "System")
            .and(2, "Automatic")
            .and(3, "Manual")
            .and(4, "Disabled");
    private static final Words CONNECTION_TYPE =
            Words.of(0, "Other").and(1, "Fibre Channel").and(2, "iSCSI").and(3, "SAS");

    /** A session as Windows lists it, with what is needed to speak of it again. */
    record SessionRow(InitiatorSession session, String rawTarget, long connections) {
        /** Tells whether the portals of all its connections are known. */
        boolean portalsKnown() {
            return session.portals().size() == connections;
        }

        boolean isOver(Portal portal) {
            return session.portals().stream().anyMatch(p -> Addresses.same(p, portal));
        }
    }

    /** A portal as Windows lists it, with its spelling of the address. */
    record PortalRow(TargetPortal portal, String rawAddress) {}

    private InitiatorReads() {}

    // service

    static List<PsCommand> service() {
        return Cmdlet.GET_SERVICE.line().with("Name", List.of(SERVICE)).select(SERVICE_STATE);
    }

    static PsPipeline portsMessage() {
        return Line.message(Cmdlet.GET_INITIATOR_PORT.line().select(PORT));
    }

    /** Reads the service and, while it runs, the initiator's name. */
    static InitiatorService service(String host, PowerShell shell) {
        return service(host, shell.run(Line.message(service())), shell);
    }

    static InitiatorService service(String host, List<PsValue> output, PowerShell shell) {
        Decode from = Decode.last(output, "StartType", "service " + SERVICE, v -> Decode.of(v, "service " + SERVICE));
        boolean running = from.wordOr("Status", STATUS, "").equalsIgnoreCase("Running");
        boolean automatic = from.wordOr("StartType", START_TYPE, "").equalsIgnoreCase("Automatic");
        return new InitiatorService(host, running, automatic, running ? name(shell.run(portsMessage())) : null);
    }

    private static @Nullable Iqn name(List<PsValue> output) {
        for (PsValue value : output) {
            Decode port = Decode.of(value, "initiator port");
            if (port.wordOr("ConnectionType", CONNECTION_TYPE, "").equalsIgnoreCase("iSCSI")) {
                return iqn(port.text("NodeAddress"), "initiator port");
            }
        }
        return null;
    }

    // portals

    static List<PsCommand> portals() {
        return Cmdlet.GET_ISCSI_TARGET_PORTAL.line().select(PORTAL);
    }

    static List<PsCommand> projectPortal(Line line) {
        return line.select(PORTAL);
    }

    static List<PortalRow> portals(PowerShell shell) {
        return portals(shell.run(Line.message(portals())));
    }

    /** Decodes portals; one whose address or port none of ours can have is left out, one without an address is a bad reply. */
    static List<PortalRow> portals(List<PsValue> output) {
        return output.stream()
                .map(InitiatorReads::portal)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PortalRow> portal(PsValue value) {
        Decode from = Decode.of(value, "target portal");
        String address = from.text("TargetPortalAddress");
        if (address.isBlank()) {
            throw Decode.badReply("target portal: its address is empty");
        }
        String own = from.textOrEmpty("InitiatorPortalAddress");
        boolean bound = !own.isBlank() && !own.equals("0.0.0.0") && !own.equals("::");
        return portal(address, from.countOr("TargetPortalPortNumber", -1))
                .map(portal -> new PortalRow(new TargetPortal(portal, bound ? own : null), address));
    }

    static Optional<PortalRow> find(Portal portal, List<PortalRow> portals) {
        return portals.stream()
                .filter(row -> Addresses.same(row.portal().portal(), portal))
                .findFirst();
    }

    // targets

    /** All targets, after every portal was asked again. A portal that does not answer keeps nobody from hearing of the others. */
    static PsPipeline refreshedTargets() {
        return Line.message(
                Line.statement(Cmdlet.GET_ISCSI_TARGET_PORTAL.line(), Cmdlet.UPDATE_ISCSI_TARGET_PORTAL.tolerant()),
                targets());
    }

    static List<PsCommand> targets() {
        return Cmdlet.GET_ISCSI_TARGET.line().select(TARGET);
    }

    static List<NodeTarget> targets(List<PsValue> output) {
        List<NodeTarget> targets = new ArrayList<>();
        for (PsValue value : output) {
            Decode from = Decode.of(value, "iSCSI target");
            named(from.textOrEmpty("NodeAddress"))
                    .ifPresent(name -> targets.add(new NodeTarget(name, from.flagOr("IsConnected", false))));
        }
        return List.copyOf(targets);
    }

    /** Finds how Windows spells a target's name; empty after a list without it. */
    static Optional<String> spelling(Iqn target, List<PsValue> output) {
        return Decode.each(output, v -> Decode.of(v, "iSCSI target").textOrEmpty("NodeAddress")).stream()
                .filter(name -> name.equalsIgnoreCase(target.value()))
                .findFirst();
    }

    // sessions

    static List<PsCommand> sessions() {
        return Cmdlet.GET_ISCSI_SESSION.line().select(SESSION);
    }

    static List<PsCommand> projectSession(Line line) {
        return line.select(SESSION);
    }

    static Line live() {
        return Cmdlet.GET_ISCSI_SESSION.line();
    }

    /** Each session, followed by its connections: Windows does not say of a connection which session it belongs to. */
    static PsPipeline connections(List<String> ids) {
        List<List<PsCommand>> statements = new ArrayList<>();
        for (String id : ids) {
            Line one = Line.where(SESSION_MARK, id);
            statements.add(
                    Line.statement(live(), one, Cmdlet.SELECT_OBJECT.line().with("Property", SESSION)));
            statements.add(Line.statement(
                    live(),
                    one,
                    Cmdlet.GET_ISCSI_CONNECTION.tolerant(),
                    Cmdlet.SELECT_OBJECT.line().with("Property", CONNECTION)));
        }
        return Line.message(statements);
    }

    /** Reads all sessions with their portals; those to targets whose names cannot be are left out. */
    static List<SessionRow> sessions(PowerShell shell) {
        List<String> ids = Decode.each(
                shell.run(Line.message(sessions())),
                value -> Decode.of(value, "iSCSI session").text(SESSION_MARK));
        if (ids.size() > MOST_SESSIONS) {
            throw Decode.badReply("the host lists " + ids.size() + " iSCSI sessions");
        }
        return ids.isEmpty() ? List.of() : joined(shell.run(connections(ids)));
    }

    private static List<SessionRow> joined(List<PsValue> output) {
        List<SessionRow> rows = new ArrayList<>();
        Decode session = null;
        List<Portal> portals = new ArrayList<>();
        for (PsValue value : output) {
            if (value instanceof PsObject object && object.property(SESSION_MARK) != null) {
                add(session, portals, rows);
                session = Decode.of(value, "iSCSI session");
                portals.clear();
            } else if (value instanceof PsObject object
                    && object.property(CONNECTION_MARK) != null
                    && session != null) {
                Decode from = Decode.of(value, "iSCSI connection");
                portal(from.textOrEmpty("TargetAddress"), from.countOr("TargetPortNumber", -1))
                        .ifPresent(portals::add);
            } else {
                throw Decode.badReply(
                        "the answer holds an object that is neither an iSCSI session nor a connection of one");
            }
        }
        add(session, portals, rows);
        return List.copyOf(rows);
    }

    private static void add(@Nullable Decode from, List<Portal> portals, List<SessionRow> rows) {
        if (from == null) {
            return;
        }
        String rawTarget = from.textOrEmpty("TargetNodeAddress");
        named(rawTarget)
                .ifPresent(target -> rows.add(new SessionRow(
                        new InitiatorSession(
                                from.text(SESSION_MARK),
                                target,
                                named(from.textOrEmpty("InitiatorNodeAddress")).orElse(null),
                                from.flagOr("IsConnected", false),
                                from.flagOr("IsPersistent", false),
                                portals),
                        rawTarget,
                        from.int64Or("NumberOfConnections", -1))));
    }

    static List<SessionRow> of(Iqn target, List<SessionRow> rows) {
        return rows.stream()
                .filter(row -> row.session().target().equals(target))
                .toList();
    }

    // values

    private static Optional<Iqn> named(String name) {
        try {
            return Optional.of(Iqn.of(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Iqn iqn(String name, String what) {
        return named(name).orElseThrow(() -> Decode.badReply(what + ": its name is no iSCSI name"));
    }

    private static Optional<Portal> portal(String address, int port) {
        try {
            return Optional.of(Portal.of(address.replaceAll("[\\[\\]]", ""), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

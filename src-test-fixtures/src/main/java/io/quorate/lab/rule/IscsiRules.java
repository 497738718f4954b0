package io.quorate.lab.rule;

import io.quorate.Secret;
import io.quorate.lab.model.CimRefusal;
import io.quorate.lab.model.Initiators;
import io.quorate.lab.model.IscsiSession;
import io.quorate.lab.model.IscsiState;
import io.quorate.lab.model.SanDisk;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The iSCSI initiator of the session's host. Every cmdlet fails while its service does not run, but for Get-InitiatorPort. */
final class IscsiRules {
    private static final String MODULE = "iSCSI\\";
    private static final Duration NO_ANSWER = Duration.ofSeconds(21);

    private IscsiRules() {}

    static void addTo(Rules rules) {
        rules.add("Storage\\Get-InitiatorPort", Set.of("NodeAddress", "ConnectionType"), IscsiRules::port);
        rules.add(
                MODULE + "New-IscsiTargetPortal",
                Set.of(
                        "TargetPortalAddress",
                        "TargetPortalPortNumber",
                        "InitiatorPortalAddress",
                        "AuthenticationType",
                        "ChapUsername",
                        "ChapSecret"),
                IscsiRules::addPortal);
        rules.add(
                MODULE + "Get-IscsiTargetPortal",
                Set.of("TargetPortalAddress", "TargetPortalPortNumber"),
                call -> portals(call).forEach(p -> call.write(call.cim().portal(p))));
        rules.add(
                MODULE + "Remove-IscsiTargetPortal",
                Set.of("TargetPortalAddress", "TargetPortalPortNumber", "InputObject", "PassThru"),
                IscsiRules::removePortal);
        rules.add(
                MODULE + "Update-IscsiTargetPortal",
                Set.of("TargetPortalAddress", "TargetPortalPortNumber", "InputObject", "PassThru"),
                IscsiRules::updatePortal);
        rules.add(MODULE + "Update-IscsiTarget", Set.of("NodeAddress", "InputObject", "PassThru"), IscsiRules::update);
        rules.add(
                MODULE + "Get-IscsiTarget",
                Set.of("NodeAddress", "IscsiSession", "IscsiConnection"),
                call -> targets(call).forEach(t -> call.write(call.cim().target(call.host(), t))));
        rules.add(
                MODULE + "Connect-IscsiTarget",
                Set.of(
                        "NodeAddress",
                        "TargetPortalAddress",
                        "TargetPortalPortNumber",
                        "InitiatorPortalAddress",
                        "IsPersistent",
                        "IsMultipathEnabled",
                        "AuthenticationType",
                        "ChapUsername",
                        "ChapSecret"),
                IscsiRules::connect);
        rules.add(
                MODULE + "Get-IscsiSession",
                Set.of("SessionIdentifier", "IscsiTarget", "IscsiTargetPortal", "IscsiConnection", "Disk"),
                call -> sessions(call).forEach(s -> call.write(call.cim().session(s))));
        rules.add(
                MODULE + "Get-IscsiConnection",
                Set.of("IscsiSession", "IscsiTarget", "Disk"),
                call -> sessions(call).stream()
                        .filter(IscsiSession::connected)
                        .forEach(s -> call.write(call.cim().connection(s))));
        rules.add(
                MODULE + "Register-IscsiSession",
                Set.of(
                        "SessionIdentifier",
                        "InputObject",
                        "IsMultipathEnabled",
                        "ChapUsername",
                        "ChapSecret",
                        "PassThru"),
                IscsiRules::register);
        rules.add(
                MODULE + "Unregister-IscsiSession",
                Set.of("SessionIdentifier", "InputObject", "PassThru"),
                IscsiRules::unregister);
        rules.add(
                MODULE + "Disconnect-IscsiTarget",
                Set.of("NodeAddress", "SessionIdentifier", "InputObject", "PassThru"),
                IscsiRules::disconnect);
        rules.add(MODULE + "Set-IscsiChapSecret", Set.of("ChapSecret"), call -> {
            Secret secret = secret(call);
            call.change(() -> initiators(call).setMutualSecret(call.host(), secret));
        });
    }

    private static Initiators initiators(Call call) {
        return call.estate().initiators();
    }

    private static @Nullable Secret secret(Call call) {
        String text = call.args().text("ChapSecret");
        return text == null ? null : Secret.of(text);
    }

    private static int portNumber(Call call) {
        Long number = Values.number(call.args().get("TargetPortalPortNumber"));
        return number == null ? Initiators.PORT : number.intValue();
    }

    /** The name is there from the service's first start on. */
    private static void port(Call call) {
        String name = initiators(call).state(call.host()).name();
        List<String> wanted = call.args().texts("NodeAddress");
        List<String> types = call.args().texts("ConnectionType");
        boolean type = types.isEmpty() || types.stream().anyMatch(t -> t.equalsIgnoreCase("iSCSI") || t.equals("2"));
        if (name != null && type && (wanted.isEmpty() || wanted.stream().anyMatch(w -> Call.like(name, w)))) {
            call.write(call.cim().port(call.host(), name));
        }
    }

    // portals

    private static void addPortal(Call call) {
        String address = String.valueOf(call.args().text("TargetPortalAddress"));
        int port = portNumber(call);
        initiators(call).requireRunning(call.host());
        if (authentication(call) != IscsiState.Authentication.NONE) {
            // discovery is open here, and an open discovery refuses CHAP
            throw new CimRefusal(CimRefusal.Reason.AUTHENTICATION_FAILURE, address);
        }
        if (!initiators(call).answers(call.host(), address, port)) {
            call.take(call.estate().storageTimings().deadPortal());
        }
        IscsiState.Portal portal =
                new IscsiState.Portal(address, port, call.args().text("InitiatorPortalAddress"));
        call.change(() -> initiators(call).addPortal(call.host(), portal));
        call.write(call.cim().portal(portal));
    }

    private static List<IscsiState.Portal> portals(Call call) {
        initiators(call).requireRunning(call.host());
        List<IscsiState.Portal> found =
                new ArrayList<>(initiators(call).state(call.host()).portals());
        List<IscsiState.Portal> piped = call.models("InputObject", IscsiState.Portal.class);
        if (call.args().has("InputObject")) {
            found.retainAll(piped);
            return found;
        }
        if (call.args().has("TargetPortalPortNumber")) {
            int port = portNumber(call);
            found.removeIf(p -> p.port() != port);
        }
        List<String> wanted = call.args().texts("TargetPortalAddress");
        if (wanted.isEmpty()) {
            return found;
        }
        for (String address : wanted) {
            if (found.stream().noneMatch(p -> Call.like(p.address(), address)) && !Call.wild(address)) {
                call.none("MSFT_iSCSITargetPortal", "TargetPortalAddress", address);
            }
        }
        found.removeIf(p -> wanted.stream().noneMatch(w -> Call.like(p.address(), w)));
        return found;
    }

    private static void removePortal(Call call) {
        if (call.args().has("TargetPortalPortNumber")) {
            // the cmdlet declares an Int32 where the class has a UInt16
            throw new CimRefusal(CimRefusal.Reason.TYPE_MISMATCH);
        }
        for (IscsiState.Portal portal : portals(call)) {
            call.change(() -> initiators(call).removePortal(call.host(), portal));
            if (call.args().on("PassThru")) {
                call.write(call.cim().portal(portal));
            }
        }
    }

    private static void updatePortal(Call call) {
        for (IscsiState.Portal portal : portals(call)) {
            if (!initiators(call).answers(call.host(), portal.address(), portal.port())) {
                call.take(call.estate().storageTimings().deadPortal());
                call.error(call.errors().cim(new CimRefusal(CimRefusal.Reason.CONNECTION_FAILED, portal.address())));
                continue;
            }
            call.change(() -> initiators(call).discover(call.host()));
            if (call.args().on("PassThru")) {
                call.write(call.cim().portal(portal));
            }
        }
    }

    // targets

    private static void update(Call call) {
        call.change(() -> initiators(call).discover(call.host()));
        if (call.args().on("PassThru")) {
            targets(call).forEach(t -> call.write(call.cim().target(call.host(), t)));
        }
    }

    private static List<String> targets(Call call) {
        initiators(call).requireRunning(call.host());
        List<String> all = initiators(call).targets(call.host());
        List<String> piped = new ArrayList<>();
        call.models("InputObject", CimObjects.TargetModel.class).forEach(t -> piped.add(t.name()));
        for (String parameter : List.of("IscsiSession", "IscsiConnection")) {
            call.models(parameter, IscsiSession.class)
                    .forEach(s -> piped.add(s.login().target()));
        }
        if (!piped.isEmpty()) {
            return all.stream()
                    .filter(t -> piped.stream().anyMatch(t::equalsIgnoreCase))
                    .toList();
        }
        List<String> wanted = call.args().texts("NodeAddress");
        if (wanted.isEmpty()) {
            return all;
        }
        List<String> found = new ArrayList<>();
        for (String name : wanted) {
            List<String> matches = all.stream().filter(t -> Call.like(t, name)).toList();
            if (matches.isEmpty() && !Call.wild(name)) {
                call.none("MSFT_iSCSITarget", "NodeAddress", name);
            }
            found.addAll(matches);
        }
        return found;
    }

    private static IscsiState.Authentication authentication(Call call) {
        String type = call.args().text("AuthenticationType");
        if (type == null) {
            return IscsiState.Authentication.NONE;
        }
        for (IscsiState.Authentication known : IscsiState.Authentication.values()) {
            if (known.name().equals(type)) {
                return known;
            }
        }
        // the words are upper case only
        throw new CimRefusal(CimRefusal.Reason.INVALID_AUTHENTICATION_TYPE);
    }

    private static void connect(Call call) {
        String name = String.valueOf(call.args().text("NodeAddress"));
        String address = call.args().text("TargetPortalAddress");
        IscsiState.Portal portal = address == null
                ? null
                : new IscsiState.Portal(address, portNumber(call), call.args().text("InitiatorPortalAddress"));
        IscsiState.Authentication authentication = authentication(call);
        Secret secret = secret(call);
        IscsiSession session = call.change(() -> initiators(call)
                .connect(
                        call.host(),
                        name.toLowerCase(Locale.ROOT),
                        portal,
                        authentication,
                        call.args().text("ChapUsername"),
                        secret,
                        call.args().on("IsMultipathEnabled"),
                        call.args().on("IsPersistent")));
        call.write(call.cim().session(session));
    }

    // sessions

    private static List<IscsiSession> sessions(Call call) {
        initiators(call).requireRunning(call.host());
        List<IscsiSession> found = new ArrayList<>(initiators(call).sessions(call.host()));
        for (String parameter : List.of("InputObject", "IscsiSession", "IscsiConnection")) {
            List<Integer> piped = call.models(parameter, IscsiSession.class).stream()
                    .map(IscsiSession::number)
                    .toList();
            if (!piped.isEmpty()) {
                found.removeIf(s -> !piped.contains(s.number()));
                return found;
            }
        }
        if (call.args().has("IscsiTarget")) {
            List<CimObjects.TargetModel> piped = call.models("IscsiTarget", CimObjects.TargetModel.class);
            found.removeIf(s -> piped.stream()
                    .noneMatch(t -> t.name().equalsIgnoreCase(s.login().target())));
        }
        if (call.args().has("IscsiTargetPortal")) {
            List<IscsiState.Portal> piped = call.models("IscsiTargetPortal", IscsiState.Portal.class);
            found.removeIf(s -> piped.stream()
                    .noneMatch(p -> p.address().equals(s.login().portal().address())
                            && p.port() == s.login().portal().port()));
        }
        if (call.args().has("Disk")) {
            List<SanDisk> piped = call.models("Disk", SanDisk.class);
            found.removeIf(s -> piped.stream().noneMatch(d -> d.session() == s.number()));
        }
        List<String> ids = call.args().texts("SessionIdentifier");
        if (!ids.isEmpty()) {
            for (String id : ids) {
                if (found.stream().noneMatch(s -> s.id().equalsIgnoreCase(id))) {
                    call.none("MSFT_iSCSISession", "SessionIdentifier", id);
                }
            }
            found.removeIf(s -> ids.stream().noneMatch(s.id()::equalsIgnoreCase));
        }
        return found;
    }

    private static void register(Call call) {
        for (IscsiSession session : sessions(call)) {
            call.change(() -> initiators(call)
                    .register(
                            call.host(),
                            session.id(),
                            call.args().text("ChapUsername"),
                            secret(call),
                            call.args().on("IsMultipathEnabled")));
            pass(call, session);
        }
    }

    private static void unregister(Call call) {
        for (IscsiSession session : sessions(call)) {
            call.change(() -> initiators(call).unregister(call.host(), session.id()));
            pass(call, session);
        }
    }

    private static void pass(Call call, IscsiSession session) {
        if (call.args().on("PassThru")) {
            call.write(call.cim().session(session));
        }
    }

    private static void disconnect(Call call) {
        List<String> names = targets(call);
        String id = call.args().text("SessionIdentifier");
        for (IscsiSession session : initiators(call).sessions(call.host())) {
            boolean named = names.stream().anyMatch(session.login().target()::equalsIgnoreCase);
            if (named && (id == null || session.id().equalsIgnoreCase(id))) {
                call.change(() -> initiators(call).disconnect(call.host(), session));
            }
        }
        if (call.args().on("PassThru")) {
            names.forEach(n -> call.write(call.cim().target(call.host(), n)));
        }
    }
}

package io.quorate.lab;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.lab.http.HttpFace;
import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.http.HttpRequest;
import io.quorate.lab.iscsi.IscsiFace;
import io.quorate.lab.nef.NefFace;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.lab.storage.StorageAppliance;
import io.quorate.san.ChapLogin;
import io.quorate.san.Portal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage appliance of a lab: its management (NexentaStor 5's REST API) and its iSCSI target on loopback ports, which stay the same over
 * power cuts. Thread-safe.
 */
public final class LabAppliance {
    private static final String DOMAIN = ".lab.example";
    private static final String PREFIX_LENGTH = "/24";

    /** The name of its management's face. */
    static final String MANAGEMENT = "nef";

    /** The name of its iSCSI target's face. */
    static final String DATA_PATH = IscsiFace.NAME;

    private static final int NEF_HTTPS = 8443;

    private final SimulatedAppliance model;
    private final List<Portal> portals;
    private final @Nullable ChapLogin chap;
    private final NefFace nef;
    private final HttpListener listener;
    private final Face management;
    private final IscsiFace iscsi;

    /** Makes its faces, places them and enters them in the address book; the endpoints' names are those of the first appliance. */
    LabAppliance(Site site, SimulatedAppliance model, ApplianceSpec spec, List<LabRules.Rest> rules) {
        this.model = model;
        this.portals = List.copyOf(spec.portals);
        this.chap = spec.chap;
        List<String> addresses = new ArrayList<>();
        portals.forEach(p -> addresses.add(p.address() + PREFIX_LENGTH));
        addresses.add("127.0.0.1/8");
        String fullName = model.name() + DOMAIN;
        this.nef = new NefFace(
                model,
                site.faults(),
                spec.settings,
                portals.stream().map(Portal::toString).toList(),
                addresses.stream().distinct().toList());
        rules.forEach(r -> nef.rule(r.method(), r.path(), r.rule()));
        this.listener = new HttpListener(
                model.name(), spec.managementPort, site.tls(model.name(), fullName), HttpLimits.defaults(), nef);
        this.management = new HttpFace(MANAGEMENT, listener, nef);
        this.iscsi = new IscsiFace(model, spec.iscsiPort, site.faults());
        site.place(model.name(), management);
        site.place(model.name(), iscsi);
        AddressBook book = site.addressBook();
        book.route(model.name(), NEF_HTTPS, management);
        book.route(fullName, NEF_HTTPS, management);
        portals.forEach(p -> book.route(p.address(), p.port(), iscsi));
        if (book.find(Lab.STORAGE).isEmpty()) {
            book.enter(LabEndpoint.of(Lab.STORAGE, "nexenta", NEF_HTTPS, List.of(model.name()))
                    .with(Credentials.basic(username(), password()))
                    .with(site.trust()));
            book.enter(dataPath());
        }
    }

    private LabEndpoint dataPath() {
        LabEndpoint endpoint = new LabEndpoint(
                Lab.ISCSI,
                "iscsi",
                Portal.DEFAULT_PORT,
                portals.stream()
                        .map(p -> InetSocketAddress.createUnresolved(p.address(), p.port()))
                        .toList(),
                null,
                null,
                Map.of("access", "read-write"));
        return chap == null ? endpoint : endpoint.with(Credentials.chap(chap.user(), chap.secret()));
    }

    boolean on() {
        return model.on();
    }

    /** Returns the actions of management. */
    List<String> actions() {
        return nef.actions();
    }

    /** Adds a listener for its power, among other changes. */
    void onChange(Runnable listener) {
        model.onChange(listener);
    }

    /** Gives the files of its blocks back. */
    void close() {
        model.close();
    }

    // what a client needs

    /** Returns its name. */
    public String name() {
        return model.name();
    }

    /** Returns where management really listens: {@code https://127.0.0.1:PORT}. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + listener.port());
    }

    /** Returns the account of the management. */
    public String username() {
        return model.username();
    }

    /** Returns its password. */
    public Secret password() {
        return model.password();
    }

    /** Returns where it listens for initiators, as hosts of the lab and the SDK in it know it. */
    public List<Portal> portals() {
        return portals;
    }

    /** Returns where its iSCSI target really listens, whatever the portal: {@code 127.0.0.1:PORT}. */
    public Portal realPortal() {
        return Portal.of("127.0.0.1", iscsi.port());
    }

    /** Returns what the SDK's own initiator logs in with. */
    public Optional<ChapLogin> chap() {
        return Optional.ofNullable(chap);
    }

    // what a test does to it

    /** The power switch. */
    public final class PowerSwitch {
        private PowerSwitch() {}

        /** Cuts the power: connections are reset, ports refuse; tokens, jobs and reservations that do not persist are gone. */
        public void off() {
            model.world().change("the power of " + name() + " is cut", model::powerOff);
        }

        /** Switches on; it is there at once. */
        public void on() {
            model.world().change(name() + " is switched on", model::powerOn);
        }

        @Override
        public String toString() {
            return Shown.as(this).with("appliance", name()).toString();
        }
    }

    /** Returns the power switch. */
    public PowerSwitch power() {
        return new PowerSwitch();
    }

    /** Changes what management does with requests; the data path goes on. */
    public void management(Management state) {
        nef.management(state);
        if (state == Management.RESTARTING) {
            listener.resetConnections();
        }
    }

    /** Returns how management behaves, to be changed. */
    public ManagementSettings management() {
        return nef.settings();
    }

    /** Has every change of management run as a job of this length; zero has it done at once. */
    public void jobDelay(Duration delay) {
        nef.settings().jobDelay(delay);
    }

    /** Sets how long tokens live that are given out from now on. */
    public void tokenLifetime(Duration lifetime) {
        nef.settings().tokenLifetime(lifetime);
    }

    /** Sets how long new and removed mappings lag behind. */
    public void mappingLag(Duration lag) {
        model.world().change("mappings of " + name() + " lag by " + lag, () -> model.mappingLag(lag));
    }

    /** Stops or starts the iSCSI target service; management goes on. */
    public void targetService(boolean runs) {
        model.world()
                .change(
                        "the target service of " + name() + (runs ? " starts" : " stops"),
                        () -> model.targetService(runs));
    }

    /** Cuts the data path, as a dead switch does: the portals refuse, every session is reset; management goes on. */
    public void cutDataPath() {
        iscsi.cut();
    }

    /** Mends the data path. */
    public void healDataPath() throws IOException {
        iscsi.mend();
    }

    /** Has the iSCSI target take connections and commands and answer nothing, or answer again. */
    public void silenceDataPath(boolean silent) {
        iscsi.silence(silent);
    }

    /** Adds a thin volume behind everybody's back. */
    public void createVolume(String path, Size size) {
        model.world().change("volume " + path, () -> model.createVolume(path, size.bytes(), 0, true, Map.of()));
    }

    // what a test looks at

    /** Returns the appliance itself. Operations that change something belong inside a change of its world. */
    StorageAppliance model() {
        return model;
    }

    /** Returns the volumes, as they are whatever management says. */
    public List<LabVolume> volumes() {
        return model.volumes().stream()
                .map(v -> new LabVolume(v.path(), Size.bytes(v.size()), v.reservation() == 0, v.origin()))
                .toList();
    }

    /** Returns what reached management. */
    public Traffic traffic() {
        return nef.traffic();
    }

    /** Returns how many requests reached management, log-ins and polls included. */
    public long requests() {
        return traffic().decoded();
    }

    /**
     * Returns how many of a method and collection, e.g. {@code POST storage/volumes}, reached management.
     *
     * @throws IllegalArgumentException if management has no such action
     */
    public long requests(String action) {
        if (!actions().contains(action)) {
            throw FaultNames.unknown("action", action, actions());
        }
        return traffic().requests(action);
    }

    /** Returns how many requests that change something reached management; log-ins do not count. */
    public long changingRequests() {
        return traffic().changes();
    }

    /** Has a listener hear of every request to management, as it came. */
    void onRequest(Consumer<HttpRequest> heard) {
        nef.onRequest(heard);
    }

    /** Returns how many SCSI commands arrived over iSCSI. */
    public long scsiCommands() {
        return iscsi.traffic().get(IscsiFace.COMMANDS);
    }

    /** Returns how many SCSI commands arrived over iSCSI that change data, reservations or settings. */
    public long scsiChanges() {
        return iscsi.traffic().changes();
    }

    /** Returns who is logged in over iSCSI, as {@code initiator -> target}, in the order of the log-ins. */
    public List<String> iscsiSessions() {
        return iscsi.sessions().stream()
                .map(n -> n.initiator() + " -> " + n.target())
                .toList();
    }

    /** Returns how many connections to management are open. */
    public int openConnections() {
        return listener.openConnections();
    }

    String describe() {
        return "appliance " + name() + " [power=" + (model.on() ? "UP" : "OFF") + " targets="
                + (model.targetService() ? "online" : "disabled") + " port=" + listener.port() + " iscsi="
                + iscsi.port() + " sessions=" + iscsi.sessions().size() + " pools="
                + model.pools().size() + " volumes=" + model.volumes().size() + " mappings="
                + model.mappings().size() + " requests=" + requests() + " changing=" + changingRequests() + "]";
    }

    @Override
    public String toString() {
        return "appliance " + name() + " [port=" + listener.port() + "]";
    }
}

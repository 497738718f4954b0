package io.quorate.lab.behaviour;

import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.flow.IdentityChain;
import io.quorate.flow.ShareDiskSpec;
import io.quorate.flow.SharedDisk;
import io.quorate.lab.Lab;
import io.quorate.lab.kernel.Faults;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Publication;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster of HV1 and HV2 and an appliance with a volume. */
record SanRack(Lab lab, Quorate quorate, List<String> changing, List<String> formats) {
    static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    static final String SECRET = "lab-chap-secret";
    static final ChapLogin CHAP = new ChapLogin("quorate", Secret.of(SECRET));
    /** Update-HostStorageCache looks for disks and changes none. */
    private static final Set<String> READING = Set.of("Get", "Select", "Where", "Test", "Update");

    /** Makes the cluster. */
    SanRack(Lab lab, Quorate quorate) {
        this(lab, quorate, false);
        Rack.cluster(quorate);
    }

    /** Uses the cluster that is there. */
    SanRack(Lab lab, Quorate quorate, boolean there) {
        this(
                lab,
                quorate,
                Collections.synchronizedList(new ArrayList<>()),
                Collections.synchronizedList(new ArrayList<>()));
        watch();
    }

    static Lab start() {
        Lab lab = Lab.sanStoryBuilder().start();
        lab.appliance("NAS1").createVolume(VOLUME.value(), Size.gib(64));
        return lab;
    }

    Publication publish(DatasetPath volume) {
        return publish(volume, List.of());
    }

    /** Publishes it for both nodes and for others besides. */
    Publication publish(DatasetPath volume, List<Iqn> others) {
        List<Iqn> initiators = new ArrayList<>(others);
        for (String node : List.of("HV1", "HV2")) {
            initiators.add(Objects.requireNonNull(quorate.host(Lab.ENDPOINT, node)
                    .initiator()
                    .ensureRunning()
                    .value()
                    .name()));
        }
        return quorate.storage(Lab.STORAGE)
                .publications()
                .ensure(volume, spec -> {
                    spec.target(TARGET).hostGroup("rack").initiators(initiators).chap(CHAP);
                    lab.appliance("NAS1").portals().forEach(spec::addPortal);
                })
                .value();
    }

    Ensured<SharedDisk> share(Publication publication, String... nodes) {
        return share(publication, spec -> spec.nodes(nodes));
    }

    Ensured<SharedDisk> share(Publication publication, Consumer<ShareDiskSpec> more) {
        return quorate.flows()
                .shareDisk(spec -> more.accept(spec.publication(publication)
                        .cluster(Lab.ENDPOINT)
                        .label("CSV1")
                        .chap(CHAP)));
    }

    IdentityChain chain() {
        return quorate.flows()
                .identityChain(c -> c.storage(Lab.STORAGE).volume(VOLUME).cluster(Lab.ENDPOINT));
    }

    /** Begins to note, and forgets what was noted, every cmdlet that changes something and reaches a host. */
    void startCounting() {
        changing.clear();
        lab.faults().clear();
        watch();
    }

    private void watch() {
        lab.faults()
                .when("nothing, only looked at", request -> {
                    if (toHost(request) && request.action().equals("Command")) {
                        request.commands().stream().filter(SanRack::changes).forEach(changing::add);
                        request.commands().stream()
                                .filter(cmdlet -> cmdlet.endsWith("Format-Volume"))
                                .forEach(formats::add);
                    }
                    return false;
                })
                .resetAfter();
    }

    static boolean toHost(Faults.Request request) {
        return request.host().startsWith("HV") && !request.action().equals("Connect");
    }

    /** Returns the first cmdlet of a pipeline that changes something; null if it only reads. */
    static @Nullable String change(Faults.Request request) {
        return Stream.concat(request.commands().stream(), request.about().stream())
                .filter(SanRack::changes)
                .map(SanRack::bare)
                .findFirst()
                .orElse(null);
    }

    private static String bare(String cmdlet) {
        return cmdlet.substring(cmdlet.lastIndexOf('\\') + 1);
    }

    private static boolean changes(String cmdlet) {
        String bare = bare(cmdlet);
        return !bare.endsWith("-Variable") && !READING.contains(bare.substring(0, Math.max(0, bare.indexOf('-'))));
    }
}

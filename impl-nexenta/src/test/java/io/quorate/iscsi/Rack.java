package io.quorate.iscsi;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.call.CallListener;
import io.quorate.engine.Engine;
import io.quorate.engine.HostSettings;
import io.quorate.engine.Site;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client over the real engine and backend, with any initiator behind it. */
final class Rack {
    static final Portal ONE = Portal.of("10.0.0.11");
    static final Portal TWO = Portal.of("10.0.1.11");
    static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    static final Iqn NODE = Iqn.of("iqn.1991-05.com.microsoft:hv1");

    private Rack() {}

    static Credentials chap() {
        return Credentials.chap("verifier", Secret.of(ModelTarget.SECRET));
    }

    static Endpoint endpoint(List<Portal> portals, @Nullable Credentials credentials, Map<String, String> options) {
        Map<String, URI> hosts = new LinkedHashMap<>();
        portals.forEach(portal -> hosts.put(portal.toString(), URI.create("iscsi://" + portal)));
        return new Endpoint("san", "iscsi", hosts, credentials, Trust.platform(), options);
    }

    static IscsiBackend backend(
            InitiatorProvider provider,
            QuorateRuntime runtime,
            @Nullable Credentials credentials,
            Map<String, String> options) {
        return new IscsiBackend(IscsiOptions.of(endpoint(List.of(ONE, TWO), credentials, options)), provider, runtime);
    }

    static IscsiClient client(
            InitiatorProvider provider,
            QuorateRuntime runtime,
            List<Portal> portals,
            @Nullable Credentials credentials,
            String... options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        Endpoint endpoint = endpoint(portals, credentials, map);
        IscsiBackend backend = new IscsiBackend(IscsiOptions.of(endpoint), provider, runtime);
        HostSettings settings = new HostSettings(
                new RetrySettings(2, Duration.ofMillis(10), Duration.ofMillis(10), 1, 0),
                new BreakerSettings(50, Duration.ofSeconds(30)),
                BulkheadSettings.defaults());
        Engine engine = new Engine(
                runtime, List.of(new Site(endpoint, backend, runtime, host -> settings)), null, CallListener.NONE);
        return new IscsiClient(engine.calls("san"));
    }

    static Publication publication(long bytes, int lun, Iqn target, boolean chap, Portal... portals) {
        return publication(bytes, lun, target, NAA, chap, Set.of(), portals);
    }

    static Publication publication(
            long bytes, int lun, Iqn target, Naa naa, boolean chap, Set<Iqn> initiators, Portal... portals) {
        return new Publication(
                DatasetPath.of("tank/vg/csv1"),
                Size.bytes(bytes),
                naa,
                lun,
                target,
                Arrays.asList(portals),
                "tg-csv",
                "hg-cluster",
                initiators,
                chap);
    }
}

package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.Failback;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LabLogins;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.Traffic;
import java.net.URI;
import java.util.function.Consumer;

/** A cluster in a domain, and a client that logs in to it in every way. */
public final class LoginRig {
    public static final String USER = "operator";
    public static final String PASSWORD = "Local-Passw0rd!";
    public static final String MEMBER = "alice";
    public static final String MEMBER_PASSWORD = "Grüße-1€";
    public static final String CERTIFIED = "operator@hv1";

    /** How a client reaches a host. */
    public enum Wire {
        HTTP,
        HTTPS,
        /** HTTPS, and the client insists on channel binding. */
        BOUND
    }

    private LoginRig() {}

    /** Starts a builder of a cluster FC1 of HV1 and HV2 that offers every way there is, over HTTP, too. */
    public static LabBuilder builder(boolean kerberos) {
        return Lab.builder()
                .host("HV1")
                .host("HV2")
                .cluster("FC1")
                .account(USER, Secret.of(PASSWORD))
                .logins(logins -> logins.offer(ways()).http().certificate(CERTIFIED, USER))
                .domain("lab.example", domain -> {
                    domain.user(MEMBER, Secret.of(MEMBER_PASSWORD)).lockOutAfter(5);
                    if (kerberos) {
                        domain.kerberos();
                    }
                });
    }

    private static Way[] ways() {
        return new Way[] {Way.NEGOTIATE, Way.KERBEROS, Way.CREDSSP, Way.BASIC};
    }

    /** Starts a client of HV1. */
    public static Quorate.Builder connect(Lab lab, Wire wire, Credentials credentials, Consumer<EndpointSpec> more) {
        return Quorate.builder().runtime(lab.runtime()).endpoint(Lab.ENDPOINT, "winrm://HV1", endpoint -> {
            endpoint.credentials(credentials).trust(new Trust.Authorities(lab.caCertificates()));
            if (wire == Wire.HTTP) {
                endpoint.host("HV1", URI.create("http://HV1:5985/wsman"));
            }
            if (wire == Wire.BOUND) {
                endpoint.option("channelBinding", "required");
            }
            more.accept(endpoint);
        });
    }

    /** Reads, changes something, and has an answer be a fault. */
    public static void useIt(Lab lab, Quorate quorate) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        assertThat(cluster.nodes().list()).hasSize(2);
        cluster.nodes().pause("HV2");
        lab.faults().on("Resume-ClusterNode").times(1).quota();
        cluster.nodes().resume("HV2", Failback.NONE);
        assertThat(cluster.nodes().list())
                .allMatch(node -> node.state().toString().equalsIgnoreCase("Up"));
    }

    /** Reads once, and hears of a fault. */
    public static void glance(Lab lab, Quorate quorate) {
        lab.faults().on("Get-ClusterNode").times(1).quota();
        assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list()).hasSize(2);
    }

    public static long credentials(Lab lab) {
        return lab.traffic("winrm").get(LabLogins.CREDENTIALS);
    }

    public static long legs(Lab lab) {
        return lab.traffic("winrm").get(LabLogins.LEGS);
    }

    public static long logins(Lab lab) {
        return lab.traffic("winrm").get(Traffic.LOGINS);
    }
}

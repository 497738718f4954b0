package io.quorate.samples;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.RestartConsent;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.lab.Lab;

/** Builds a cluster where no session configuration stands that may: one is registered while the client is open. */
public final class SecondHopWay {
    private SecondHopWay() {}

    public static void main(String[] args) {
        Arguments.none(
                SecondHopWay.class,
                "Builds a simulated cluster through a session configuration that is registered for a while.",
                args);
        Secret ours = Secret.of("ops-password");
        Secret theirs = Secret.of("cluster-password");
        try (Lab lab = Lab.builder()
                .host("HV1")
                .host("HV2")
                .domain("lab.example", domain -> domain.user("ops", ours).user("svc-cluster", theirs))
                .start()) {
            Trust trust = new Trust.Authorities(lab.caCertificates());
            // @start region="temporary"
            Quorate.Builder builder = Quorate.builder()
                    .endpoint(
                            "rack",
                            "winrm://HV1,HV2",
                            rack -> rack.trust(trust)
                                    .credentials(Credentials.ntlm("LAB\\ops", ours))
                                    .secondHop(SecondHop.temporary(
                                            "LAB\\svc-cluster",
                                            theirs,
                                            RestartConsent.whereNobodyElseIs("the rack is being built"))));
            // @end
            try (Quorate quorate = builder.runtime(lab.runtime()).build()) {
                quorate.cluster("rack").create("RACK1", "HV1");
                quorate.cluster("rack").nodes().add("HV2");
                System.out.println(quorate.cluster("rack").nodes().list().size() + " nodes, and on HV1 "
                        + lab.sessionConfigurations("HV1").size() + " session configurations");
            }
            System.out.println(
                    "closed, and on HV1 " + lab.sessionConfigurations("HV1").size());
        }
    }
}

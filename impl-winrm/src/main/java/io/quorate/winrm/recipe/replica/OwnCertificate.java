package io.quorate.winrm.recipe.replica;

import io.quorate.replica.CertificateView;
import io.quorate.replica.ReplicaFinding;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.command.GetCertificate;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;
import java.util.stream.Collectors;

/** Looks at the certificate that a host is to show, before it is told to. */
final class OwnCertificate {
    private OwnCertificate() {}

    /** Refuses what is known to be wrong; a host that does not let its stores be read keeps nobody. */
    static void check(String host, ReplicaPartner partner, PowerShell shell) {
        String thumbprint = partner.thumbprint();
        if (thumbprint == null) {
            return;
        }
        CertificateView view;
        try {
            view = CertificateReads.certificate(new GetCertificate(host, thumbprint), shell);
        } catch (Fault untold) {
            if (untold.phase() == FaultPhase.LASTING) {
                return;
            }
            throw untold;
        }
        List<ReplicaFinding> wrong = view.wrong(thumbprint);
        if (!wrong.isEmpty()) {
            throw Answers.refused(
                    wrong.stream().map(ReplicaFinding::said).collect(Collectors.joining("; ")),
                    wrong.stream().map(ReplicaFinding::cure).distinct().collect(Collectors.joining("; ")));
        }
    }
}

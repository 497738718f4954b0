package io.quorate.nexenta;

import io.quorate.doctor.AppliancePicture;
import io.quorate.doctor.Entrance;
import io.quorate.doctor.ServerCertificate;
import io.quorate.doctor.Told;
import io.quorate.doctor.Told.Cause;
import io.quorate.doctor.command.ExamineAppliance;
import io.quorate.doctor.command.ExamineEntrance;
import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.net.FrontDoor;
import java.util.List;

/** Probes for the doctor. */
final class ApplianceExam {
    private ApplianceExam() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(ExamineEntrance.class, (c, nef) -> entrance(nef)),
                new Reading<>(ExamineAppliance.class, (c, nef) -> picture(nef)));
    }

    private static Entrance entrance(Nef nef) {
        FrontDoor.Seen seen = nef.knock();
        return new Entrance(
                nef.address(),
                nef.secure(),
                seen.certificate() == null ? null : ServerCertificate.of(seen.certificate()),
                seen.untrusted(),
                List.of());
    }

    private static AppliancePicture picture(Nef nef) {
        return new AppliancePicture(ApplianceReads.appliance(nef), clusters(nef));
    }

    /** An appliance that stands alone has an empty list; one that knows no clusters at all answers that it has no such thing. */
    private static Told<List<String>> clusters(Nef nef) {
        try {
            return Told.known(nef.list(NefRequest.get("rsf", "clusters").with("fields", "clusterName")).items().stream()
                    .map(item -> item.text("clusterName"))
                    .toList());
        } catch (Fault fault) {
            Cause cause = switch (fault.kind()) {
                case ACCESS_DENIED -> Cause.REFUSED;
                case UNSUPPORTED, NOT_FOUND -> Cause.MISSING;
                case UNREACHABLE, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN -> Cause.SILENT;
                default -> Cause.OTHER;
            };
            return Told.untold(cause, String.valueOf(fault.getMessage()), fault.code());
        }
    }
}

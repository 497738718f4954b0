package io.quorate.iscsi;

import io.quorate.doctor.TargetsPicture;
import io.quorate.doctor.Told;
import io.quorate.doctor.Told.Cause;
import io.quorate.doctor.command.ExamineTargets;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.spi.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Asks a portal for its targets, and logs in to each once, to see what it shows. */
final class ExamineTargetsHandler extends IscsiRead<ExamineTargets, TargetsPicture> {

    ExamineTargetsHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<ExamineTargets> handles() {
        return ExamineTargets.class;
    }

    @Override
    Set<InitiatorFeature> needs(ExamineTargets c) {
        return Set.of(InitiatorFeature.DISCOVERY, InitiatorFeature.SCSI);
    }

    @Override
    public TargetsPicture run(ExamineTargets c, IscsiLink link) {
        Map<Iqn, Told<Integer>> targets = new LinkedHashMap<>();
        for (DiscoveredTarget target :
                link.initiator().discover(link.options().login(link.portal(), null, 0), link.deadline())) {
            targets.put(target.name(), units(target.name(), link));
        }
        return new TargetsPicture(link.options().name(), targets);
    }

    private static Told<Integer> units(Iqn target, IscsiLink link) {
        try {
            return Told.known(
                    link.readingAnew(new LunAddress(target, 0), ScsiUnit::luns).size());
        } catch (Fault fault) {
            return Told.untold(cause(fault), String.valueOf(fault.getMessage()), fault.code());
        }
    }

    private static Cause cause(Fault fault) {
        return switch (fault.kind()) {
            case ACCESS_DENIED, NOT_FOUND -> Cause.REFUSED;
            case UNREACHABLE, DEADLINE_EXCEEDED, OUTCOME_UNKNOWN -> Cause.SILENT;
            default -> Cause.OTHER;
        };
    }
}

package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.san.FitnessReport;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.san.command.VerifyPublication;
import io.quorate.spi.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Proves a publication, portal by portal, and that two names can reserve; leaves nothing it could be recognised by. */
final class VerifyPublicationHandler extends IscsiHandler<VerifyPublication, FitnessReport> {

    VerifyPublicationHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<VerifyPublication> handles() {
        return VerifyPublication.class;
    }

    @Override
    Set<InitiatorFeature> needs(VerifyPublication c) {
        return ofUnit(c.address().lun(), InitiatorFeature.SCSI);
    }

    @Override
    public FitnessReport run(VerifyPublication c, IscsiLink link) {
        return new PublicationProof(link, c.publication()).report();
    }

    /** What is there is judged as part of the proof, which looks at all portals. */
    @Override
    public List<? extends Step> steps(VerifyPublication c, IscsiLink link) {
        return proof(c.publication());
    }

    @Override
    public List<? extends Step> foreseen(VerifyPublication c, String host) {
        return proof(c.publication());
    }

    private List<IscsiStep> proof(Publication publication) {
        List<IscsiStep> steps = new ArrayList<>();
        Credentials.Chap chap = publication.chap() ? options().chap() : null;
        for (Portal portal : publication.portals()) {
            steps.add(new IscsiStep.LogIn(
                    options().login(portal, options().name(), publication.target(), 0, chap, false), true));
            steps.add(new IscsiStep.Commands(0, "REPORT LUNS"));
            steps.add(new IscsiStep.Commands(publication.lun(), "INQUIRY, and pages 00, 83, READ CAPACITY (16)"));
            if (publication.chap()) {
                steps.add(new IscsiStep.RefusedLogIn(portal));
            }
        }
        if (options().writable()) {
            steps.add(new IscsiStep.Commands(
                    publication.lun(),
                    "unless anybody has registered or reserved: PERSISTENT RESERVE OUT, REGISTER as "
                            + options().name() + " and as " + options().secondName()
                            + ", RESERVE (5), PREEMPT, RELEASE,"
                            + " REGISTER 0; SYNCHRONIZE CACHE and WRITE (10) of no block to see who may write"));
        }
        steps.add(new IscsiStep.Commands(publication.lun(), "MODE SENSE (6)"));
        steps.add(new IscsiStep.LogOut(true));
        return steps;
    }
}

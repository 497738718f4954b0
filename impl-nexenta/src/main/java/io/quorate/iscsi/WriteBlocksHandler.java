package io.quorate.iscsi;

import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.command.WriteBlocks;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Writes blocks of a logical unit that proves in the same session that it is the one meant. */
final class WriteBlocksHandler extends IscsiHandler<WriteBlocks, Naa> {

    WriteBlocksHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<WriteBlocks> handles() {
        return WriteBlocks.class;
    }

    /** A write proves by INQUIRY what it writes to. */
    @Override
    Set<InitiatorFeature> needs(WriteBlocks c) {
        return ofUnit(c.unit().lun(), InitiatorFeature.SCSI);
    }

    @Override
    public List<String> missing(WriteBlocks c) {
        List<String> missing = new ArrayList<>(super.missing(c));
        if (!options().writable()) {
            missing.add("the endpoint is read-only; its option " + IscsiOptions.ACCESS + "=" + IscsiOptions.READ_WRITE
                    + " lets it write");
        }
        return missing;
    }

    @Override
    public Naa run(WriteBlocks c, IscsiLink link) {
        byte[] data = c.data();
        return link.writing(c.unit(), unit -> {
            identified(c, data.length, unit).write(unit, data);
            synchronize(unit);
            return c.naa();
        });
    }

    /** The blocks are written, whatever becomes of this. */
    private static void synchronize(ScsiUnit unit) {
        try {
            unit.synchronize();
        } catch (Fault fault) {
            throw fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
        }
    }

    /** Returns which blocks are meant; a unit that has not got them, or is another, is a fault. */
    private static Extent identified(WriteBlocks c, int bytes, ScsiUnit unit) {
        Extent extent = Extent.of(c.firstBlock(), bytes, unit.plainCapacity());
        Naa naa = ReadNaaHandler.naa(c.unit(), unit);
        if (!naa.equals(c.naa())) {
            throw Fault.lasting(ErrorKind.CONFLICT)
                    .hint("look again which logical unit is meant")
                    .because(c.unit() + " is " + naa + " now and not " + c.naa() + "; nothing was written");
        }
        return extent;
    }

    /** Reads the same blocks. */
    @Override
    public Observation<Naa> look(WriteBlocks c, IscsiLink link) {
        byte[] data = c.data();
        return link.reading(c.unit(), unit -> {
            byte[] there = identified(c, data.length, unit).read(unit);
            return Arrays.equals(there, data) ? Observation.present(c.naa()) : Observation.absent();
        });
    }

    /** The blocks are written whatever is in them. */
    @Override
    public List<? extends Step> steps(WriteBlocks c, IscsiLink link) {
        int bytes = c.data().length;
        link.reading(c.unit(), unit -> identified(c, bytes, unit));
        return session(c, bytes, link.portal());
    }

    @Override
    public List<? extends Step> foreseen(WriteBlocks c, String host) {
        return session(
                c, c.data().length, Objects.requireNonNull(options().portals().get(host), host));
    }

    private List<IscsiStep> session(WriteBlocks c, int bytes, Portal portal) {
        LunAddress unit = c.unit();
        return List.of(
                new IscsiStep.LogIn(
                        options()
                                .login(
                                        portal,
                                        options().name(),
                                        unit.iqn(),
                                        unit.lun(),
                                        options().chap(),
                                        true),
                        false),
                new IscsiStep.Commands(unit.lun(), "READ CAPACITY"),
                new IscsiStep.Commands(unit.lun(), "INQUIRY, and pages 00, 83: go on only if it is " + c.naa()),
                new IscsiStep.Commands(unit.lun(), "WRITE " + bytes + " bytes from block " + c.firstBlock()),
                new IscsiStep.Commands(unit.lun(), "SYNCHRONIZE CACHE (10)"),
                new IscsiStep.LogOut(false));
    }
}

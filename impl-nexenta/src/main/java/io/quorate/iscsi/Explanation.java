package io.quorate.iscsi;

import io.quorate.spi.Command;
import io.quorate.san.command.DiscoverTargets;
import io.quorate.san.command.IdentifyLun;
import io.quorate.san.Iqn;
import io.quorate.san.command.ListLuns;
import io.quorate.san.LunAddress;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.san.command.ReadBlocks;
import io.quorate.san.command.ReadNaa;
import io.quorate.san.command.ReadReservations;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts into words what a command sends, a line a step; names, no secrets and no data. */
record Explanation(IscsiOptions options, Portal portal) {

    List<String> of(Command<?> command) {
        if (command instanceof DiscoverTargets) {
            return List.of(login(portal, null), "SendTargets=All", "log out");
        } else if (command instanceof ListLuns list) {
            return unit(new LunAddress(list.iqn(), 0), "REPORT LUNS");
        } else if (command instanceof IdentifyLun identify) {
            return unit(identify.unit(), "INQUIRY", "READ CAPACITY (16)", "INQUIRY pages 00, 80, 83");
        } else if (command instanceof ReadNaa naa) {
            return unit(naa.unit(), "INQUIRY", "INQUIRY pages 00, 83");
        } else if (command instanceof ReadReservations reservations) {
            return unit(
                    reservations.unit(), "PERSISTENT RESERVE IN, READ KEYS", "PERSISTENT RESERVE IN, READ RESERVATION");
        } else if (command instanceof ReadBlocks read) {
            return unit(
                    read.unit(), "READ CAPACITY", "READ " + read.blocks() + " blocks from block " + read.firstBlock());
        } else if (command instanceof WriteBlocks write) {
            return unit(
                    write.unit(),
                    "READ CAPACITY",
                    "INQUIRY, and pages 00, 83: go on only if it is " + write.naa(),
                    "WRITE " + write.data().length + " bytes from block " + write.firstBlock(),
                    "SYNCHRONIZE CACHE (10)");
        } else if (command instanceof VerifyPublication verify) {
            return proof(verify.publication());
        }
        return List.of();
    }

    private List<String> unit(LunAddress unit, String... steps) {
        List<String> lines = new ArrayList<>();
        lines.add(login(portal, unit.iqn()));
        for (String step : steps) {
            lines.add("LUN " + unit.lun() + ": " + step);
        }
        lines.add("log out");
        return lines;
    }

    private List<String> proof(Publication publication) {
        List<String> lines = new ArrayList<>();
        String lun = "LUN " + publication.lun() + ": ";
        for (Portal each : publication.portals()) {
            lines.add(login(each, publication.target()));
            lines.add("LUN 0: REPORT LUNS");
            lines.add(lun + "INQUIRY, and pages 00, 83, READ CAPACITY (16)");
            if (publication.chap()) {
                lines.add("log in to " + each + " without CHAP: it must be refused");
            }
        }
        if (options.writable()) {
            lines.add(lun + "unless anybody has registered or reserved: PERSISTENT RESERVE OUT, REGISTER as "
                    + options.name() + " and as " + options.secondName() + ", RESERVE (5), PREEMPT, RELEASE,"
                    + " REGISTER 0; SYNCHRONIZE CACHE and WRITE (10) of no block to see who may write");
        }
        lines.add(lun + "MODE SENSE (6)");
        lines.add("log out");
        return lines;
    }

    private String login(Portal at, @Nullable Iqn target) {
        String how = options.chap() == null
                ? "without authentication"
                : (options.chap().targetSecret() == null ? "CHAP as " : "mutual CHAP as ")
                        + options.chap().user();
        String digests = options.headerDigest()
                ? options.dataDigest() ? ", header and data digests" : ", header digests"
                : options.dataDigest() ? ", data digests" : "";
        return "log in to " + at + " as " + options.name() + ", " + (target == null ? "discovery" : "target " + target)
                + ", " + how + digests;
    }
}

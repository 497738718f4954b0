package io.quorate.iscsi;

import io.quorate.spi.Handlers;
import java.util.List;

/** How each command is done over iSCSI. */
final class IscsiHandlers {
    private IscsiHandlers() {}

    static Handlers<IscsiLink> of(IscsiAccess access) {
        return Handlers.of(
                "iSCSI",
                List.of(
                        new GetInitiatorNamesHandler(access),
                        new DiscoverTargetsHandler(access),
                        new ListLunsHandler(access),
                        new ExamineTargetsHandler(access),
                        new IdentifyLunHandler(access),
                        new ReadNaaHandler(access),
                        new ReadBlocksHandler(access),
                        new WriteBlocksHandler(access),
                        new ReadReservationsHandler(access),
                        new VerifyPublicationHandler(access)));
    }
}

/** Storage appliances (NexentaStor) and the iSCSI initiator. */
module io.quorate.nexenta {
    requires io.quorate;
    requires okhttp3;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static org.jspecify;

    exports io.quorate.nexenta;
    exports io.quorate.iscsi;
    exports io.quorate.iscsi.pdu to
            io.quorate.lab;

    uses io.quorate.iscsi.InitiatorProvider;

    provides io.quorate.iscsi.InitiatorProvider with
            io.quorate.iscsi.QuorateInitiatorProvider;
    provides io.quorate.spi.BackendProvider with
            io.quorate.nexenta.NexentaBackendProvider,
            io.quorate.iscsi.IscsiBackendProvider;
}

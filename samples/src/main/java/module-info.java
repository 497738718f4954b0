/** Runnable samples, and jSCSI as a plug-in for the iSCSI initiator. */
module io.quorate.samples {
    requires commons; // jSCSI's, named after its file
    requires info.picocli;
    requires initiator; // likewise
    requires io.quorate;
    requires io.quorate.lab;
    requires io.quorate.mssql;
    requires io.quorate.nexenta;
    requires java.net.http;
    requires java.sql;
    requires org.apache.commons.logging;
    requires static org.jspecify;

    opens io.quorate.samples to
            info.picocli;

    provides io.quorate.iscsi.InitiatorProvider with
            io.quorate.samples.jscsi.JscsiProvider;
}

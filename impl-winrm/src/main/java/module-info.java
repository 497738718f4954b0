/** PowerShell Remoting: WS-Man, PSRP and the recipes that turn commands into cmdlet calls. */
module io.quorate.winrm {
    requires io.quorate;
    requires java.security.jgss;
    requires java.xml;
    requires okhttp3;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.quorate.winrm;
    exports io.quorate.winrm.psrp to
            io.quorate.lab;
    exports io.quorate.winrm.token to
            io.quorate.lab;

    provides io.quorate.spi.BackendProvider with
            io.quorate.winrm.WinRmBackendProvider;
}

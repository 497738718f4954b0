/** The lab: a simulated estate on real sockets, with an extension for JUnit 5 and 6. */
module io.quorate.lab {
    requires io.quorate;
    requires io.quorate.winrm;
    requires io.quorate.nexenta;
    requires java.naming;
    requires java.security.jgss;
    requires java.sql;
    requires java.xml;
    requires org.slf4j;
    requires tools.jackson.databind;
    requires static org.jspecify;
    requires static org.junit.jupiter.api;

    exports io.quorate.lab;
    exports io.quorate.lab.kernel;
}

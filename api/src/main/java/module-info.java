/** The typed API of Quorate: nouns, commands, the engine and its errors. Knows no wire; backends are found by ServiceLoader. */
module io.quorate {
    requires dev.failsafe.core;
    requires java.naming;
    requires java.security.jgss;
    requires org.slf4j;
    requires static org.jspecify;
    requires static tools.jackson.core;

    exports io.quorate;
    exports io.quorate.call;
    exports io.quorate.cluster;
    exports io.quorate.cluster.command;
    exports io.quorate.directory;
    exports io.quorate.directory.command;
    exports io.quorate.doctor;
    exports io.quorate.doctor.command;
    exports io.quorate.error;
    exports io.quorate.flow;
    exports io.quorate.host;
    exports io.quorate.host.command;
    exports io.quorate.plan;
    exports io.quorate.replica;
    exports io.quorate.replica.command;
    exports io.quorate.san;
    exports io.quorate.san.command;
    exports io.quorate.spi;
    exports io.quorate.spi.net to
            io.quorate.mssql,
            io.quorate.nexenta,
            io.quorate.winrm;
    exports io.quorate.sql;
    exports io.quorate.sql.command;
    exports io.quorate.storage;
    exports io.quorate.storage.command;
    exports io.quorate.text;
    exports io.quorate.vm;
    exports io.quorate.vm.command;

    uses io.quorate.spi.BackendProvider;
}

package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Handlers;
import java.util.ArrayList;
import java.util.List;

/** How each command is done in T-SQL. */
final class SqlHandlers {
    private SqlHandlers() {}

    static Handlers<SqlLink> all() {
        List<Handler<?, ?, SqlLink>> all = new ArrayList<>();
        all.add(new InventoryHandler());
        all.add(new ProbeHandler());
        all.add(new LogUseHandler());
        all.addAll(SecurityHandlers.handlers());
        all.addAll(LoginHandlers.handlers());
        all.addAll(JobHandlers.handlers());
        all.addAll(GroupHandlers.handlers());
        all.addAll(ReplicaHandlers.handlers());
        all.addAll(DatabaseHandlers.handlers());
        all.addAll(ListenerHandlers.handlers());
        return Handlers.of("SQL Server", all);
    }
}

package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Step;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.command.GetInventory;
import java.util.List;

/** Reads all of an instance. */
final class InventoryHandler implements Handler<GetInventory, SqlInventory, SqlLink> {

    @Override
    public Class<GetInventory> handles() {
        return GetInventory.class;
    }

    @Override
    public SqlInventory run(GetInventory command, SqlLink link) {
        return Inventory.read(link);
    }

    @Override
    public List<Step> steps(GetInventory command, SqlLink link) {
        return List.of();
    }

    @Override
    public List<Step> foreseen(GetInventory command, String host) {
        return List.of();
    }
}

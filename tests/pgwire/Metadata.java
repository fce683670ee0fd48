// SPDX-License-Identifier: Apache-2.0
// What tools over JDBC ask: metadata calls, a fetch size, prepared statements. Writes lines that
// run_clients.py reads: a heading `# call`, then a row a line, cells between `|`.
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

public class Metadata {
  private interface Work {
    void run() throws Exception;
  }

  private static void call(String name, Work work) {
    System.out.println("# " + name);
    try {
      work.run();
    } catch (SQLException e) {
      System.out.println("error " + e.getSQLState() + " " + e.getMessage().replace('\n', ' '));
    } catch (Exception e) {
      System.out.println("error " + e);
    }
  }

  private static void print(ResultSet rows, String... names) throws SQLException {
    while (rows.next()) {
      StringBuilder line = new StringBuilder();
      for (String name : names) line.append(line.length() == 0 ? "" : "|").append(rows.getString(name));
      System.out.println(line);
    }
    rows.close();
  }

  public static void main(String[] words) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", words[1]);
    properties.setProperty("password", words[2]);
    properties.setProperty("prepareThreshold", "2");
    final String schema = words[3], table = words[4];
    try (Connection connection = DriverManager.getConnection(words[0], properties)) {
      DatabaseMetaData data = connection.getMetaData();
      call("version", () -> System.out.println(data.getDatabaseProductName() + "|" + data.getDatabaseMajorVersion()
          + "|" + data.getUserName()));
      call("keywords", () -> System.out.println(data.getSQLKeywords().length() > 0));
      call("maximum name", () -> System.out.println(data.getMaxColumnNameLength()));
      call("catalogs", () -> print(data.getCatalogs(), "TABLE_CAT"));
      call("schemas", () -> print(data.getSchemas(), "TABLE_SCHEM"));
      call("table types", () -> print(data.getTableTypes(), "TABLE_TYPE"));
      call("tables", () -> print(data.getTables(null, schema, "%", new String[] {"TABLE", "VIEW"}),
          "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE", "REMARKS"));
      call("all tables", () -> print(data.getTables(null, null, table, null), "TABLE_SCHEM", "TABLE_NAME"));
      call("columns", () -> print(data.getColumns(null, schema, table, "%"),
          "COLUMN_NAME", "TYPE_NAME", "DATA_TYPE", "NULLABLE", "COLUMN_SIZE", "DECIMAL_DIGITS", "ORDINAL_POSITION",
          "REMARKS", "IS_AUTOINCREMENT"));
      call("primary keys", () -> print(data.getPrimaryKeys(null, schema, table), "COLUMN_NAME", "KEY_SEQ"));
      call("imported keys", () -> print(data.getImportedKeys(null, schema, table),
          "PKTABLE_NAME", "PKCOLUMN_NAME", "FKCOLUMN_NAME"));
      call("exported keys", () -> print(data.getExportedKeys(null, schema, table), "FKTABLE_NAME"));
      call("indexes", () -> print(data.getIndexInfo(null, schema, table, false, true), "COLUMN_NAME"));
      call("best row", () -> print(data.getBestRowIdentifier(null, schema, table, 0, true), "COLUMN_NAME"));
      call("version columns", () -> print(data.getVersionColumns(null, schema, table), "COLUMN_NAME"));
      call("table privileges", () -> print(data.getTablePrivileges(null, schema, table), "TABLE_NAME", "PRIVILEGE"));
      call("column privileges", () -> print(data.getColumnPrivileges(null, schema, table, "carrier"), "COLUMN_NAME"));
      call("types", () -> {
        ResultSet rows = data.getTypeInfo();
        int known = 0;
        while (rows.next()) known += java.util.List.of("int8", "text", "numeric", "bool").contains(rows.getString("TYPE_NAME")) ? 1 : 0;
        System.out.println(known);
      });
      call("procedures", () -> print(data.getProcedures(null, schema, "%"), "PROCEDURE_NAME"));
      call("functions", () -> print(data.getFunctions(null, schema, "%"), "FUNCTION_NAME"));
      call("user types", () -> print(data.getUDTs(null, schema, "%", null), "TYPE_NAME"));
      call("client info", () -> print(data.getClientInfoProperties(), "NAME"));
      call("schema", () -> System.out.println(connection.getSchema() + "|" + connection.getCatalog()));
      call("result metadata", () -> {
        try (PreparedStatement statement = connection.prepareStatement("SELECT * FROM " + schema + "." + table)) {
          ResultSetMetaData columns = statement.getMetaData();
          for (int i = 1; i <= columns.getColumnCount(); ++i)
            System.out.println(columns.getColumnName(i) + "|" + columns.getColumnTypeName(i) + "|" + columns.getColumnClassName(i)
                + "|" + columns.isNullable(i) + "|" + columns.isAutoIncrement(i));
        }
      });
      call("fetch size", () -> {
        connection.setAutoCommit(false);
        try (PreparedStatement statement = connection.prepareStatement("SELECT r FROM range(10000) t(r) ORDER BY r")) {
          statement.setFetchSize(100);
          ResultSet rows = statement.executeQuery();
          long sum = 0, count = 0;
          for (; rows.next(); ++count) sum += rows.getLong(1);
          System.out.println(count + "|" + sum);
        }
        connection.commit();
        connection.setAutoCommit(true);
      });
      call("prepared", () -> {
        try (PreparedStatement statement =
                 connection.prepareStatement("SELECT count(*), min(origin) FROM " + schema + "." + table + " WHERE carrier = ?")) {
          for (String carrier : new String[] {"AA", "UA", "HA", "none", "AA"}) {  // soon named, then in binary
            statement.setString(1, carrier);
            ResultSet rows = statement.executeQuery();
            while (rows.next()) System.out.println(rows.getLong(1) + "|" + rows.getString(2));
          }
        }
      });
      call("typed values", () -> {
        try (PreparedStatement statement = connection.prepareStatement(
                 "SELECT ?::date AS d, ?::numeric(10,2) AS n, ?::timestamptz AS t, ?::boolean AS b, ?::text AS s")) {
          for (int i = 0; i < 6; ++i) {
            statement.setObject(1, java.time.LocalDate.of(2026, 1, 5));
            statement.setBigDecimal(2, new java.math.BigDecimal("12.50"));
            statement.setObject(3, java.time.OffsetDateTime.parse("2026-01-05T09:12:00Z"));
            statement.setBoolean(4, true);
            statement.setString(5, "Lübeck");
            ResultSet rows = statement.executeQuery();
            rows.next();
            if (i == 5)
              System.out.println(rows.getObject(1, java.time.LocalDate.class) + "|" + rows.getBigDecimal(2) + "|"
                  + rows.getObject(3, java.time.OffsetDateTime.class).toInstant() + "|" + rows.getBoolean(4) + "|"
                  + rows.getString(5));
          }
        }
      });
      call("read only", () -> {
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
          ResultSet rows = statement.executeQuery("SELECT 1");
          rows.next();
          System.out.println(rows.getInt(1));
        }
        connection.setReadOnly(false);
      });
      call("error", () -> connection.createStatement().executeQuery("SELECT * FROM nowhere.nothing"));
      call("is valid", () -> System.out.println(connection.isValid(5)));
    }
  }
}

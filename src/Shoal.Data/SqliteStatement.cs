using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Shoal.Data;

/// <summary>
/// A statement that is prepared once and run often: values go in and out without an object each, which is what costs most of a small statement. Parameters count from 1, columns from 0.
/// A statement that was begun keeps what it reads from until it is reset.
/// </summary>
public sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    internal SqliteStatement(sqlite3 connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Gives a parameter a number.</summary>
    public SqliteStatement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    /// <summary>Gives a parameter bytes, which are copied.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, parameter, bytes));
        return this;
    }

    /// <summary>Gives a parameter text in UTF-8, which is copied.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> text)
    {
        Check(raw.sqlite3_bind_text(_statement, parameter, text));
        return this;
    }

    /// <summary>Gives a parameter nothing.</summary>
    public SqliteStatement BindNull(int parameter)
    {
        Check(raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code != raw.SQLITE_DONE)
        {
            raw.sqlite3_reset(_statement);
            Check(code);
        }

        return false;
    }

    /// <summary>Runs it to its end, whatever rows it has.</summary>
    public void Run()
    {
        while (Step())
        {
        }

        Reset();
    }

    /// <summary>Ends it, so that it can be run again. Parameters keep their values.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    /// <summary>True where a column has nothing.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A column's number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A column's bytes, or its text in UTF-8: valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
    }
}

import java.awt.GridLayout;
import javax.accessibility.Accessible;
import javax.swing.*;

/** The Swing program that the desktop driver is tried on; widgets carry the names of the Qt one. */
public final class LoginWindow {
    private final JFrame frame = new JFrame("Login");
    private final JLabel status = new JLabel("Not logged in");
    private final JTextField user = named(new JTextField(14), "Username");
    private final JPasswordField password = named(new JPasswordField(14), "Password");
    private final JComboBox<String> device =
            new JComboBox<>(new String[] {"IB Key", "Security Code Card", "Mobile Authenticator App"});

    private static <T extends JComponent & Accessible> T named(T component, String name) {
        component.getAccessibleContext().setAccessibleName(name);
        return component;
    }

    private LoginWindow() {
        JButton logIn = new JButton("Log In");
        JButton ask = new JButton("Ask");
        JMenu file = new JMenu("File");
        JMenuItem lock = new JMenuItem("Lock Application");
        JMenuBar bar = new JMenuBar();
        JPanel rows = new JPanel(new GridLayout(0, 1, 4, 4));
        logIn.addActionListener(e -> status.setText(
                user.getText().equals("demo") && new String(password.getPassword()).equals("s3cret")
                        ? "Logged in with " + device.getSelectedItem() : "Wrong"));
        ask.addActionListener(e -> ask());
        lock.addActionListener(e -> status.setText("Locked"));
        file.add(lock);
        bar.add(file);
        frame.setJMenuBar(bar);
        for (JComponent c : new JComponent[] {
                status, user, password, new JCheckBox("Remember"), device, logIn, ask}) {
            rows.add(c);
        }
        frame.add(rows);
        frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
        frame.setLocation(40, 40);
        frame.pack();
        frame.setVisible(true);
    }

    private void ask() {
        JDialog dialog = new JDialog(frame, "Question", true);
        JButton answer = new JButton("Answer");
        answer.addActionListener(e -> {
            dialog.dispose();
            status.setText("Answered");
        });
        dialog.add(answer);
        dialog.pack();
        dialog.setLocationRelativeTo(frame);
        dialog.setVisible(true);
    }

    public static void main(String[] arguments) {
        SwingUtilities.invokeLater(LoginWindow::new);
    }
}

import java.awt.Dimension;
import java.awt.GridLayout;
import javax.accessibility.Accessible;
import javax.swing.*;

/** The Swing program that the desktop driver is tried on; all the programs here show and say the same. */
public final class SwingProgram {
    private final JFrame frame = new JFrame("Login");
    private final JPanel column = new JPanel();
    private final JLabel status = new JLabel("Ready");
    private final JTextField user = named(new JTextField(14), "Username");
    private final JPasswordField password = named(new JPasswordField(14), "Password");
    private final JComboBox<String> device =
            new JComboBox<>(new String[] {"IB Key", "Security Code Card", "Mobile Authenticator App"});

    private static <T extends JComponent & Accessible> T named(T component, String name) {
        component.getAccessibleContext().setAccessibleName(name);
        return component;
    }

    private SwingProgram() {
        column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
        JMenuItem lock = new JMenuItem("Lock Application");
        JMenu file = new JMenu("File");
        JMenuBar bar = new JMenuBar();
        JToggleButton stay = new JToggleButton("Stay", true);
        JRadioButton one = new JRadioButton("One", true);
        JRadioButton two = new JRadioButton("Two");
        ButtonGroup choice = new ButtonGroup();
        JPanel rows = new JPanel(new GridLayout(0, 1));
        JScrollPane scrolled = new JScrollPane(rows);
        lock.addActionListener(event -> status.setText("Locked"));
        stay.addActionListener(event -> stay.setSelected(true));
        file.add(lock);
        bar.add(file);
        choice.add(one);
        choice.add(two);
        for (JComponent widget : new JComponent[] {
            status, user, password, device, new JCheckBox("Remember"), stay, one, two
        }) {
            column.add(widget);
        }
        button("Log In", this::logIn);
        button("Alert", () -> answered(JOptionPane.showConfirmDialog(
                frame, "Really?", "Question", JOptionPane.OK_CANCEL_OPTION) == JOptionPane.OK_OPTION, ""));
        button("Prompt", () -> {
            Object said = JOptionPane.showInputDialog(frame, "Your name", "nobody");
            answered(said != null, said == null ? "" : " " + said);
        });
        button("Other", this::other);
        for (int number = 0; number < 12; number++) {
            JButton row = new JButton("Row " + number);
            row.addActionListener(event -> status.setText("Clicked " + row.getText()));
            rows.add(row);
        }
        scrolled.setPreferredSize(new Dimension(200, 70));
        column.add(scrolled);
        frame.setJMenuBar(bar);
        frame.setContentPane(column);
        frame.setLocation(40, 40);
        frame.setDefaultCloseOperation(WindowConstants.EXIT_ON_CLOSE);
        frame.pack();
        frame.setVisible(true);
    }

    private void button(String label, Runnable action) {
        JButton button = new JButton(label);
        button.addActionListener(event -> action.run());
        column.add(button);
    }

    private void logIn() {
        boolean right = user.getText().equals("demo") && new String(password.getPassword()).equals("s3cret");
        status.setText(right ? "Logged in with " + device.getSelectedItem() : "Wrong");
    }

    private void answered(boolean accepted, String said) {
        status.setText((accepted ? "Accepted" : "Dismissed") + said);
    }

    private void other() {
        JFrame second = new JFrame("Other window");
        second.add(new JLabel("Here"));
        second.setSize(200, 100);
        second.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
        second.setVisible(true);
    }

    public static void main(String[] arguments) {
        SwingUtilities.invokeLater(SwingProgram::new);
    }
}
